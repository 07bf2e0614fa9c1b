package dev.ingot.foundry.service.openai;

import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.foundry.service.openai.answer.Frame;
import dev.ingot.foundry.service.openai.answer.Ids;
import dev.ingot.foundry.service.openai.answer.Json;
import dev.ingot.foundry.service.openai.answer.LogprobText;
import dev.ingot.foundry.service.openai.answer.Preparation;
import dev.ingot.foundry.service.openai.answer.PromptLogprobs;
import dev.ingot.foundry.service.openai.answer.Together;
import dev.ingot.foundry.service.openai.answer.Usage;
import dev.ingot.foundry.service.openai.request.CompletionRequest;
import dev.ingot.runtime.Generator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** One request of completions: each text continued as often as asked for, side by side. */
final class CompletionRun {

    private static final String KIND = "text_completion";
    private static final String USAGE = "usage";
    private static final long MOST_SCORES = 1_000_000;

    private final Call call;
    private final CompletionRequest request;
    private final Generator generator;
    private final Frame frame;
    private final List<int[]> prompts;
    private final List<Optional<PromptScore>> scores;

    CompletionRun(final Call call, final CompletionRequest request, final Generator generator,
            final Ids ids) {
        this.call = call;
        this.request = request;
        this.generator = generator;
        frame = Frame.now(ids.next("cmpl-"), request.model());
        prompts = request.prompts().tokens(generator, "prompt", call.cancellation());
        scores = prompts.stream().map(this::score).toList();
    }

    private Optional<PromptScore> score(final int[] prompt) {
        final OptionalInt top = request.options().logprobs();
        return request.echo() && top.isPresent()
                ? Optional.of(new PromptScore(
                        () -> new PromptLogprobs(generator, top.getAsInt(), call.cancellation()).text(prompt,
                                new LogprobText(generator.tokenizer()))))
                : Optional.empty();
    }

    /** Continues. What is wrong with the request shows before the first event is sent. */
    void run() throws IOException {
        check();
        if (request.stream()) {
            stream();
        } else {
            final List<Continuation.Done> done = make(Continuation::whole);
            call.reply(200, frame.object(KIND)
                    .and("choices", done.stream().map(Continuation.Done::choice).toList())
                    .and(USAGE, usage(done).json()).map());
        }
    }

    private void check() {
        final int most = generator.contextLength() - (request.empty() ? 0 : 1);
        for (int i = 0; i < prompts.size(); i++) {
            final String param = prompts.size() == 1 ? "prompt" : "prompt[" + i + "]";
            final int[] tokens = prompts.get(i);
            if (tokens.length == 0 || tokens.length > most) {
                throw HttpFailure.of(400, param + ": expected 1 to " + most + " tokens, found "
                        + tokens.length, param, "context_length_exceeded");
            }
            final int least = request.options().minNewTokens().orElse(0);
            if (least > generator.contextLength() - tokens.length) {
                throw HttpFailure.of(400, "min_tokens: expected at most "
                        + (generator.contextLength() - tokens.length)
                        + ", what the model has room for behind "
                        + param + ", found " + least, "min_tokens", "invalid_value");
            }
            for (final int id : tokens) {
                Preparation.checkToken(id, generator, param);
            }
        }
        Preparation.checkBias(request.options().sampling(), generator);
        checkScores();
    }

    /** A short request could ask for gigabytes: each continuation repeats the score of its prompt. */
    private void checkScores() {
        final long each = request.echo() && request.options().logprobs().isPresent()
                ? request.choices() * (1L + request.options().logprobs().getAsInt())
                : 0;
        final long all = each * prompts.stream().mapToLong(it -> it.length).sum();
        if (all > MOST_SCORES) {
            throw HttpFailure.of(400, "logprobs: expected at most " + MOST_SCORES
                    + " of all prompts in one answer, found " + all
                    + "; ask for fewer, or with fewer texts or"
                    + " answers at once", "logprobs", "invalid_value");
        }
    }

    private void stream() throws IOException {
        final var events = call.events();
        final List<Continuation.Done> done = make(it -> it.chunks(choice -> {
            final Json chunk = frame.object(KIND).and("choices", List.of(choice));
            events.send((request.usage() ? chunk.and(USAGE, null) : chunk).map());
        }));
        if (request.usage()) {
            events.send(frame.object(KIND).and("choices", List.of()).and(USAGE, usage(done).json()).map());
        }
        events.done();
    }

    /** Makes one continuation. */
    @FunctionalInterface
    private interface Maker {
        Continuation.Done make(Continuation one) throws IOException;
    }

    private List<Continuation.Done> make(final Maker maker) throws IOException {
        final List<Callable<Continuation.Done>> tasks = new ArrayList<>();
        for (int i = 0; i < prompts.size() * request.choices(); i++) {
            final int prompt = i / request.choices();
            final var one = new Continuation(call, request, generator, i, prompts.get(prompt),
                    request.prompts().given().get(prompt), scores.get(prompt));
            tasks.add(() -> maker.make(one));
        }
        return new Together(generator.sequences(), call.cancellation()).run(tasks);
    }

    private Usage usage(final List<Continuation.Done> done) {
        return new Usage(prompts.stream().mapToInt(it -> it.length).sum(),
                IntStream.range(0, prompts.size()).map(i -> done.get(i * request.choices()).cached()).sum(),
                done.stream().mapToInt(Continuation.Done::tokens).sum(), 0);
    }
}
