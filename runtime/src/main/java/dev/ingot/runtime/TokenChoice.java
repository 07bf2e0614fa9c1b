package dev.ingot.runtime;

import dev.ingot.runtime.sample.ModelScores;
import dev.ingot.runtime.sample.Sampler;
import dev.ingot.runtime.sample.SamplingPlan;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Chooses the tokens of one generation and, if asked to, remembers how probable they were. For one thread at a time. */
final class TokenChoice {

    /** Returned instead of a token where several are possible. */
    static final int OPEN = -1;

    private final Sampler sampler;
    private final Guide guide;
    private final Optional<ModelScores> scores;
    private final List<Logprobs> logprobs = new ArrayList<>();

    TokenChoice(final SamplingPlan plan, final GenerationOptions options, final Guide guide) {
        sampler = new Sampler(plan);
        this.guide = guide;
        scores = options.logprobs().stream().mapToObj(ModelScores::new).findFirst();
    }

    /** Takes note of the prompt. */
    void begin(final int[] tokens, final int length) {
        sampler.begin(tokens, length);
    }

    /** Tells whether the constraint leaves nothing more to say. */
    boolean isComplete() {
        return guide.isComplete();
    }

    /** Returns a token that the constraint leaves alone and nobody wants to know the probability of, or {@link #OPEN}. */
    int forced() {
        return scores.isPresent() ? OPEN : guide.forced().orElse(OPEN);
    }

    /** Chooses the next token. One that had to come is not drawn, so that a seed gives the same tokens with logprobs. */
    int next(final MemorySegment logits, final int count) {
        scores.ifPresent(it -> it.read(logits, count));
        final OptionalInt only = guide.forced();
        if (only.isPresent()) {
            return only.getAsInt();
        }
        guide.restrict(logits, count);
        return sampler.next(logits, count);
    }

    /** Takes note of a token that becomes part of the answer, and says how probable it was where logits were read last. */
    Optional<Logprobs> accept(final int id) {
        sampler.accept(id);
        guide.accept(id);
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
