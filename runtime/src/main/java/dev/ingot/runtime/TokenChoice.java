package dev.ingot.runtime;

import dev.ingot.runtime.sample.ModelScores;
import dev.ingot.runtime.sample.Sampler;
import dev.ingot.runtime.sample.SamplingPlan;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses the tokens of one generation and, if asked to, remembers how probable they were. For one thread at a time. */
final class TokenChoice {

    private final Sampler sampler;
    private final Optional<ModelScores> scores;
    private final List<Logprobs> logprobs = new ArrayList<>();

    TokenChoice(final SamplingPlan plan, final GenerationOptions options) {
        sampler = new Sampler(plan);
        scores = options.logprobs().stream().mapToObj(ModelScores::new).findFirst();
    }

    /** Takes note of the prompt. */
    void begin(final int[] tokens, final int length) {
        sampler.begin(tokens, length);
    }

    /** Chooses the next token. */
    int next(final MemorySegment logits, final int count) {
        scores.ifPresent(it -> it.read(logits, count));
        return sampler.next(logits, count);
    }

    /** Takes note of a token that becomes part of the answer, and says how probable it was where logits were read last. */
    Optional<Logprobs> accept(final int id) {
        sampler.accept(id);
        final Optional<Logprobs> found = scores.map(it -> of(it, id));
        found.ifPresent(logprobs::add);
        return found;
    }

    private static Logprobs of(final ModelScores scores, final int id) {
        return new Logprobs(scores.of(id), IntStream.range(0, scores.ranked()).map(scores::id)
                .mapToObj(it -> new Logprobs.Candidate(it, scores.of(it))).toList());
    }

    /** Returns what was remembered, token by token. */
    List<Logprobs> logprobs() {
        return logprobs;
    }
}
