package dev.ingot.hf;

import dev.ingot.error.ModelFormatException;
import dev.ingot.hf.AdapterTensors.Part;
import dev.ingot.quantize.WeightMatrix;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** Weights with an adapter merged into them, row by row when they are read. Thread-safe. */
final class MergedWeights implements Weights {

    private final Weights base;
    private final AdapterMerge merge;
    private final LoraAdapter adapter;

    MergedWeights(final Weights base, final AdapterMerge merge) {
        this.base = base;
        this.merge = merge;
        this.adapter = merge.adapter();
    }

    @Override
    public SequencedSet<String> names() {
        if (!merge.unties() || base.has(AdapterMerge.HEAD)) {
            return base.names();
        }
        final var names = new LinkedHashSet<>(base.names());
        names.add(AdapterMerge.HEAD);
        return Collections.unmodifiableSequencedSet(names);
    }

    @Override
    public boolean has(final String name) {
        return base.has(name) || (merge.unties() && name.equals(AdapterMerge.HEAD));
    }

    @Override
    public long bytes(final String name) {
        return base.bytes(inBase(name));
    }

    @Override
    public int rows(final String name) {
        return base.rows(inBase(name));
    }

    /** The head of a base that had none of its own was the embedding. */
    private String inBase(final String name) {
        return merge.unties() && name.equals(AdapterMerge.HEAD) ? AdapterMerge.EMBEDDING : name;
    }

    @Override
    public WeightMatrix matrix(final String name, final int rows, final int columns) {
        final String replacement = merge.replacements().get(name);
        final WeightMatrix matrix = replacement == null
                ? base.matrix(inBase(name), rows, columns)
                : adapter.file().matrix(replacement, rows, columns);
        final @Nullable String module = merge.modules().get(name);
        return module == null ? matrix : changed(matrix, module);
    }

    private WeightMatrix changed(final WeightMatrix matrix, final String module) {
        final Factor a = adapter.factor(module, Part.A);
        final Factor b = adapter.factor(module, Part.B);
        if (b.rows() != matrix.rows() || a.columns() != matrix.columns()) {
            throw ModelFormatException.of(adapter.file().source(), module, "a product of shape ["
                    + matrix.rows() + ", " + matrix.columns() + "] for this base",
                    "[" + b.rows() + ", " + a.columns() + "]");
        }
        final var product = new LoraMatrix(matrix, a, b, (float) adapter.config().scaleOf(module));
        final boolean columnwise = adapter.isEmbedding(module);
        return adapter.vector(module, Part.MAGNITUDE, columnwise ? matrix.columns() : matrix.rows())
                .<WeightMatrix>map(magnitudes -> new DoraMatrix(product, magnitudes, columnwise))
                .orElse(product);
    }

    @Override
    public float[] vector(final String name, final int length) {
        final String replacement = merge.replacements().get(name);
        final float[] vector = replacement == null
                ? base.vector(name, length)
                : adapter.file().vector(replacement, length);
        final @Nullable String module = merge.biases().get(name);
        if (module != null) {
            final float scale = (float) adapter.config().scaleOf(module);
            adapter.vector(module, Part.B_BIAS, length).ifPresent(bias -> {
                for (int i = 0; i < length; i++) {
                    vector[i] += scale * bias[i];
                }
            });
        }
        return vector;
    }
}
