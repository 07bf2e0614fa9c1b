package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;

/**
 * Changes logits before one of them is chosen; knows of the text what it needs. Changes are made one after another in the
 * order that {@link LogitPlan} documents. For one generation, on one thread at a time.
 */
public interface LogitChange {

    /**
     * Takes note of the prompt, once, before anything else.
     *
     * @param tokens the prompt and possibly room behind it
     * @param length of the prompt
     */
    default void begin(final int[] tokens, final int length) {}

    /**
     * Takes note of a token of the answer.
     *
     * @param id its id
     */
    default void accept(final int id) {}

    /**
     * Changes the logits of the next position.
     *
     * @param logits native-order floats; negative infinity makes a token impossible
     * @param count  how many
     */
    void apply(MemorySegment logits, int count);
}
