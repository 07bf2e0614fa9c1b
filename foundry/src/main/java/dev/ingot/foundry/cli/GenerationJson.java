package dev.ingot.foundry.cli;

import dev.ingot.chat.answer.ToolCall;
import dev.ingot.json.JsonFiles;
import dev.ingot.runtime.Drafts;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.Tokenizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A generation as one JSON object on one line; times in milliseconds. */
final class GenerationJson {

    private GenerationJson() {}

    static String of(final Generation generation, final boolean chat, final Tokenizer tokenizer,
            final OptionalLong peakMemory) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("prompt_tokens", generation.promptTokens());
        json.put("tokens", generation.tokens());
        json.put("text", generation.text());
        if (chat) {
            json.put("content", generation.content());
            json.put("reasoning", generation.reasoning());
            json.put("tool_calls", generation.toolCalls().stream().map(GenerationJson::call).toList());
        }
        json.put("finish_reason", generation.finishReason().name().toLowerCase(Locale.ROOT));
        if (!generation.logprobs().isEmpty()) {
            json.put("logprobs", new LogprobsJson(tokenizer).of(generation));
        }
        generation.drafts().ifPresent(drafts -> json.put("speculation", speculation(drafts)));
        json.put("load_ms", millis(generation.timings().load()));
        json.put("prefill_ms", millis(generation.timings().prefill()));
        json.put("decode_ms", millis(generation.timings().decode()));
        json.put("tokens_per_second", rounded(generation.timings().tokensPerSecond()));
        json.put("peak_rss_bytes", peakMemory.isPresent() ? peakMemory.getAsLong() : null);
        return JsonFiles.compact(json);
    }

    private static Map<String, Object> speculation(final Drafts drafts) {
        final var json = new LinkedHashMap<String, Object>();
        json.put("steps", drafts.steps());
        json.put("drafted", drafts.drafted());
        json.put("accepted", drafts.accepted());
        json.put("acceptance", rounded(drafts.acceptance()));
        return json;
    }

    private static Map<String, @Nullable Object> call(final ToolCall call) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", call.id());
        json.put("name", call.name());
        json.put("arguments", call.argumentValues());
        return json;
    }

    private static double millis(final Duration duration) {
        return rounded(duration.toNanos() / 1e6);
    }

    private static double rounded(final double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
