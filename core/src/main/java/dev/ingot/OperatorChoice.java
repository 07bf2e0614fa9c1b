package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which operators get blocks of integers, and how they compute. Immutable; start from {@link #DEFAULT}.
 *
 * @param accuracyLevel of MatMulNBits: 0 or 1 computes with 32-bit activations, 2 with fp16, 3 with bf16, 4 quantizes
 *                      activations to int8 per block, which is what the CPU kernels are fast at
 * @param embedding     whether an embedding with a matrix of its own is quantized; one that shares the head's always is
 * @param excluded      names of MatMul nodes whose weights stay floats, for example {@code /lm_head/MatMul}
 * @param bits          how many bits the weights of certain MatMul nodes have instead of those of the precision: 2, 4 or
 *                      8; a {@link Mixture} adds its own
 */
public record OperatorChoice(int accuracyLevel, boolean embedding, SortedSet<String> excluded,
        SortedMap<String, Integer> bits) {

    /** Everything is quantized and computes at level 4. */
    public static final OperatorChoice DEFAULT = new OperatorChoice(4, true, Collections.emptySortedSet(),
            Collections.emptySortedMap());

    private static final int HIGHEST_LEVEL = 4;

    /** Checks the level and copies the names. */
    public OperatorChoice {
        if (accuracyLevel < 0 || accuracyLevel > HIGHEST_LEVEL) {
            throw new InvalidOptionException("accuracy level: expected 0 to 4, found " + accuracyLevel);
        }
        excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
        bits = Collections.unmodifiableSortedMap(new TreeMap<>(bits));
    }

    /**
     * Sets the accuracy level.
     *
     * @param value 0 to 4
     * @return a new choice
     */
    public OperatorChoice accuracyLevel(final int value) {
        return new OperatorChoice(value, embedding, excluded, bits);
    }

    /**
     * Leaves an embedding with a matrix of its own as floats.
     *
     * @return a new choice
     */
    public OperatorChoice floatEmbedding() {
        return new OperatorChoice(accuracyLevel, false, excluded, bits);
    }

    /**
     * Sets which nodes stay floats.
     *
     * @param nodes names of MatMul nodes
     * @return a new choice
     */
    public OperatorChoice excluding(final SortedSet<String> nodes) {
        return new OperatorChoice(accuracyLevel, embedding, nodes, bits);
    }

    /**
     * Sets how many bits the weights of certain nodes have.
     *
     * @param nodes bits by the names of MatMul nodes
     * @return a new choice
     */
    public OperatorChoice bits(final SortedMap<String, Integer> nodes) {
        return new OperatorChoice(accuracyLevel, embedding, excluded, nodes);
    }

    /**
     * Refuses names of nodes that a model does not have.
     *
     * @param nodes the names of its MatMul nodes
     * @throws InvalidOptionException if another one is excluded or has bits of its own
     */
    public void requireNamesAmong(final Collection<String> nodes) {
        requireAmong(nodes, "nodes to exclude", excluded);
        requireAmong(nodes, "nodes with bits of their own", bits.keySet());
    }

    private static void requireAmong(final Collection<String> nodes, final String what,
            final Collection<String> named) {
        final var strange = new TreeSet<>(named);
        strange.removeAll(nodes);
        if (!strange.isEmpty()) {
            throw new InvalidOptionException(what + ": expected names like "
                    + String.join(", ", nodes.stream().limit(3).toList()) + ", found "
                    + String.join(", ", strange));
        }
    }
}
