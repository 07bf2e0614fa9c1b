package dev.ingot.hf;

import dev.ingot.quantize.WeightMatrix;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** Weights with an adapter merged into them, row by row when they are read. Thread-safe. */
final class MergedWeights implements Weights {

    private final Weights base;
    private final LoraAdapter adapter;

    MergedWeights(final Weights base, final LoraAdapter adapter) {
        this.base = base;
        this.adapter = adapter;
    }

    @Override
    public SequencedSet<String> names() {
        return base.names();
    }

    @Override
    public boolean has(final String name) {
        return base.has(name);
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        final String replacement = adapter.replacements().get(name);
        final WeightMatrix matrix = replacement == null
                ? base.matrix(name, rows, columns)
                : adapter.tensors().matrix(replacement, rows, columns);
        final LoraAdapter.@Nullable Delta delta = adapter.deltas().get(name);
        return delta == null ? matrix : new LoraMatrix(matrix, delta.a(), delta.b(), delta.scale());
    }

    @Override
    public float[] vector(final String name, final int length) {
        final String replacement = adapter.replacements().get(name);
        return replacement == null
                ? base.vector(name, length)
                : adapter.tensors().vector(replacement, length);
    }

    @Override
    public long bytes(final String name) {
        return base.bytes(name);
    }

    @Override
    public int rows(final String name) {
        return base.rows(name);
    }
}
