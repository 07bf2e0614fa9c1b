package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which operators get blocks of integers, and how they compute. Immutable; start from {@link #DEFAULT}.
 *
 * @param accuracyLevel of MatMulNBits: 0 or 1 computes with 32-bit activations, 2 with fp16, 3 with bf16, 4 quantizes
 *                      activations to int8 per block, which is what the CPU kernels are fast at
 * @param embedding     whether an embedding with a matrix of its own is quantized; one that shares the head's always is
 * @param excluded      names of MatMul nodes whose weights stay floats, for example {@code /lm_head/MatMul}
 */
public record OperatorChoice(int accuracyLevel, boolean embedding, SortedSet<String> excluded) {

    /** Everything is quantized and computes at level 4. */
    public static final OperatorChoice DEFAULT = new OperatorChoice(4, true, Collections.emptySortedSet());

    private static final int HIGHEST_LEVEL = 4;

    /** Checks the level and copies the names. */
    public OperatorChoice {
        if (accuracyLevel < 0 || accuracyLevel > HIGHEST_LEVEL) {
            throw new InvalidOptionException("accuracy level: expected 0 to 4, found " + accuracyLevel);
        }
        excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
    }

    /**
     * Sets the accuracy level.
     *
     * @param value 0 to 4
     * @return a new choice
     */
    public OperatorChoice accuracyLevel(final int value) {
        return new OperatorChoice(value, embedding, excluded);
    }

    /**
     * Leaves an embedding with a matrix of its own as floats.
     *
     * @return a new choice
     */
    public OperatorChoice floatEmbedding() {
        return new OperatorChoice(accuracyLevel, false, excluded);
    }

    /**
     * Sets which nodes stay floats.
     *
     * @param nodes names of MatMul nodes
     * @return a new choice
     */
    public OperatorChoice excluding(final SortedSet<String> nodes) {
        return new OperatorChoice(accuracyLevel, embedding, nodes);
    }
}
