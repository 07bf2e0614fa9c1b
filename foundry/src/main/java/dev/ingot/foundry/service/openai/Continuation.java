package dev.ingot.foundry.service.openai;

import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.openai.answer.Finish;
import dev.ingot.foundry.service.openai.answer.Json;
import dev.ingot.foundry.service.openai.answer.LogprobText;
import dev.ingot.foundry.service.openai.answer.TextLogprobs;
import dev.ingot.foundry.service.openai.request.CompletionRequest;
import dev.ingot.runtime.FinishReason;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Logprobs;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One continuation of one text. For one thread. */
final class Continuation {

    /** Takes a choice of a chunk. */
    @FunctionalInterface
    interface Chunks {
        void send(Map<String, @Nullable Object> choice) throws IOException;
    }

    private final Call call;
    private final CompletionRequest request;
    private final Generator generator;
    private final int index;
    private final int[] prompt;
    private final String text; // of the prompt, if it is to be echoed
    private final boolean scored;
    private final Optional<PromptScore> score; // of the prompt, if it is to be echoed with one
    private final LogprobText texts;
    private TextLogprobs logprobs; // of what comes next
    private int length; // characters that were told

    Continuation(final Call call, final CompletionRequest request, final Generator generator, final int index,
            final int[] prompt, final Object given, final Optional<PromptScore> score) {
        this.call = call;
        this.request = request;
        this.generator = generator;
        this.index = index;
        this.prompt = prompt;
        this.score = score;
        text = !request.echo() ? "" : given instanceof String it ? it : generator.tokenizer().decode(prompt);
        scored = request.options().logprobs().isPresent();
        texts = new LogprobText(generator.tokenizer());
        logprobs = new TextLogprobs(texts);
    }

    /** What it came to: its JSON, and how many tokens it took. */
    record Done(Map<String, @Nullable Object> choice, int tokens, int cached) {}

    /** Makes it as a whole. */
    Done whole() {
        score.ifPresent(it -> logprobs = it.copy());
        length = text.length();
        if (request.empty()) {
            return new Done(choice(text, "length"), 0, 0);
        }
        final Generation made = make(this::score);
        return new Done(choice(text + made.text(), Finish.of(made.finishReason())),
                made.timings().tokens(), made.cachedTokens());
    }

    /** Makes it in chunks. */
    Done chunks(final Chunks chunks) throws IOException {
        if (request.echo()) {
            score.ifPresent(it -> logprobs = it.copy());
            length = text.length();
            chunks.send(choice(text, null));
        }
        try {
            final Generation made = make(token -> {
                renew();
                score(token);
                if (!token.text().isEmpty() || scored) {
                    send(chunks, choice(token.text(), null));
                }
            });
            renew();
            chunks.send(choice("", Finish.of(made.finishReason())));
            return new Done(Map.of(), made.timings().tokens(), made.cachedTokens());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void send(final Chunks chunks, final Map<String, @Nullable Object> choice) {
        try {
            chunks.send(choice);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Generation make(final Consumer<Token> listener) {
        final Generation made = generator.generate(prompt,
                request.options(index).cancellation(call.cancellation()), listener);
        if (made.finishReason() == FinishReason.CANCELLED) {
            throw call.interruption();
        }
        return made;
    }

    private void renew() {
        logprobs = new TextLogprobs(texts);
    }

    private void score(final Token token) {
        final Optional<Logprobs> found = token.logprobs();
        found.ifPresent(it -> logprobs.add(token.id(), it, length));
        length += token.text().length();
    }

    private Map<String, @Nullable Object> choice(final String shown, final @Nullable String reason) {
        return Json.of("text", shown).and("index", index).and("logprobs", scored ? logprobs.json() : null)
                .and("finish_reason", reason).map();
    }
}
