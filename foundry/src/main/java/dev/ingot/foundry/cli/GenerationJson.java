package dev.ingot.foundry.cli;

import dev.ingot.chat.answer.ToolCall;
import dev.ingot.json.JsonFiles;
import dev.ingot.runtime.BeamAnswer;
import dev.ingot.runtime.Drafts;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.Tokenizer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A generation as one JSON object on one line; times in milliseconds.
 *
 * @param chat       whether it is an answer of a conversation
 * @param tokenizer  of its tokens
 * @param peakMemory of this process in bytes, where that is known
 */
record GenerationJson(boolean chat, Tokenizer tokenizer, OptionalLong peakMemory) {

    /** Writes one answer. */
    String of(final Generation generation) {
        final var json = begin(generation);
        json.putAll(answer(generation));
        addTimes(json, generation);
        return JsonFiles.compact(json);
    }

    /** Writes what a search has found: the best answer as any other, with its score, and the others beside it. */
    String of(final List<BeamAnswer> found) {
        final var best = found.getFirst();
        final var json = begin(best.generation());
        json.putAll(scored(best));
        json.put("others", found.stream().skip(1).map(this::scored).toList());
        addTimes(json, best.generation());
        return JsonFiles.compact(json);
    }

    private static Map<String, @Nullable Object> begin(final Generation generation) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("prompt_tokens", generation.promptTokens());
        return json;
    }

    private Map<String, @Nullable Object> scored(final BeamAnswer found) {
        final var json = answer(found.generation());
        json.put("score", found.score());
        return json;
    }

    private Map<String, @Nullable Object> answer(final Generation generation) {
        final var json = new LinkedHashMap<String, @Nullable Object>();
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
        return json;
    }

    private void addTimes(final Map<String, @Nullable Object> json, final Generation generation) {
        json.put("load_ms", millis(generation.timings().load()));
        json.put("prefill_ms", millis(generation.timings().prefill()));
        json.put("decode_ms", millis(generation.timings().decode()));
        json.put("tokens_per_second", rounded(generation.timings().tokensPerSecond()));
        json.put("peak_rss_bytes", peakMemory.isPresent() ? peakMemory.getAsLong() : null);
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
