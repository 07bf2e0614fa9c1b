package dev.ingot.hf;

import dev.ingot.quantize.WeightMatrix;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Weights that remember which tensors were asked for, so that a surplus is noticed. Thread-safe. */
public final class UsedWeights implements Weights {

    private final Weights weights;
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    /**
     * Wraps weights.
     *
     * @param weights where requests go
     */
    public UsedWeights(final Weights weights) {
        this.weights = weights;
    }

    @Override
    public SequencedSet<String> names() {
        return weights.names();
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        final WeightMatrix matrix = weights.matrix(name, rows, columns);
        used.add(name);
        return matrix;
    }

    @Override
    public float[] vector(final String name, final int length) {
        final float[] vector = weights.vector(name, length);
        used.add(name);
        return vector;
    }

    @Override
    public long bytes(final String name) {
        return weights.bytes(name);
    }

    @Override
    public int rows(final String name) {
        return weights.rows(name);
    }

    @Override
    public boolean has(final String name) {
        return weights.has(name);
    }

    /**
     * Returns the tensors that nobody has read. Asking for rows or presence does not count as reading.
     *
     * @return their names, in file order
     */
    public SequencedSet<String> unused() {
        final var unused = new LinkedHashSet<>(names());
        unused.removeAll(used);
        return Collections.unmodifiableSequencedSet(unused);
    }
}
