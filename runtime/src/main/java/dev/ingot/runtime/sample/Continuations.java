package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** The most probable continuations of one text, after the changes of a plan. For one thread at a time. */
public final class Continuations {

    private final List<LogitChange> changes;
    private final ModelScores scores;

    /**
     * Starts with no text.
     *
     * @param plan   changes made to logits before they are ranked
     * @param wanted continuations
     */
    public Continuations(final LogitPlan plan, final int wanted) {
        changes = plan.changes();
        scores = new ModelScores(wanted);
    }

    /**
     * Takes note of the prompt, once.
     *
     * @param tokens the prompt and possibly room behind it
     * @param length of the prompt
     */
    public void begin(final int[] tokens, final int length) {
        changes.forEach(change -> change.begin(tokens, length));
    }

    /**
     * Takes note of a token of the answer.
     *
     * @param id its id
     */
    public void accept(final int id) {
        changes.forEach(change -> change.accept(id));
    }

    /**
     * Ranks the continuations.
     *
     * @param logits native-order floats of one position; changed as the plan says
     * @param count  how many
     */
    public void read(final MemorySegment logits, final int count) {
        changes.forEach(change -> change.apply(logits, count));
        scores.read(logits, count);
    }

    /**
     * Returns how many continuations are possible.
     *
     * @return at most as many as were wanted
     */
    public int size() {
        return scores.ranked();
    }

    /**
     * Returns a continuation.
     *
     * @param place 0 for the most probable one
     * @return its id
     */
    public int id(final int place) {
        return scores.id(place);
    }

    /**
     * Returns how probable a continuation is.
     *
     * @param place 0 for the most probable one
     * @return its natural logarithm, among what the plan leaves possible
     */
    public double logProbability(final int place) {
        return scores.of(scores.id(place));
    }
}
