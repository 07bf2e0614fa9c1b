package dev.ingot.runtime;

import dev.ingot.runtime.engine.Sequence;
import dev.ingot.runtime.engine.TextFeed;
import dev.ingot.runtime.sample.Continuations;
import java.util.Arrays;

/** One of the texts that a search continues, with all that depends on it. For one thread at a time. */
final class Beam {

    private final BeamRules rules;
    private final Sequence sequence;
    private final int promptLength;
    private int[] tokens; // prompt, then answer
    private int length;
    private double score;
    private Continuations continuations;
    private Guide guide;

    /** Begins with the prompt. */
    Beam(final BeamRules rules, final Sequence sequence, final int[] prompt) {
        this.rules = rules;
        this.sequence = sequence;
        tokens = prompt.clone();
        promptLength = prompt.length;
        length = prompt.length;
        continuations = rules.continuations();
        guide = rules.guide();
        continuations.begin(tokens, length);
    }

    /** Becomes what another one is, but for the sequence. */
    void become(final Beam other) {
        tokens = Arrays.copyOf(other.tokens, other.length + 1);
        length = other.length;
        score = other.score;
        continuations = rules.continuations();
        guide = rules.guide();
        continuations.begin(tokens, promptLength);
        for (int i = promptLength; i < length; i++) {
            continuations.accept(tokens[i]);
            guide.accept(tokens[i]);
        }
    }

    /** Goes on with a token. */
    void accept(final int id, final double newScore) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, length + Math.max(64, length / 2));
        }
        tokens[length++] = id;
        score = newScore;
        continuations.accept(id);
        guide.accept(id);
    }

    /** Computes the logits behind the text; false if that was stopped. */
    boolean compute(final long adapter, final TextFeed feed) {
        sequence.use(adapter);
        return feed.run(sequence, tokens, length);
    }

    /** Ranks what may follow, by the logits in the sequence. */
    void rank(final int vocabulary) {
        guide.restrict(sequence.logits(), vocabulary);
        continuations.read(sequence.logits(), vocabulary);
    }

    /** Returns the best ones of what may follow. */
    Continuations continuations() {
        return continuations;
    }

    Sequence sequence() {
        return sequence;
    }

    int length() {
        return length;
    }

    /** Returns the ids of the answer. */
    int[] answer() {
        return Arrays.copyOfRange(tokens, promptLength, length);
    }

    /** Returns the sum of the log-probabilities. */
    double score() {
        return score;
    }

    /** Tells whether the constraint leaves nothing more to say. */
    boolean isComplete() {
        return guide.isComplete();
    }
}
