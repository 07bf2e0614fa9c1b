package dev.ingot.decoder;

import dev.ingot.decoder.Folding.Giver;
import dev.ingot.hf.Weights;
import dev.ingot.quantize.WeightMatrix;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedSet;

/** Weights of the common layout with factors multiplied into columns and taken out of what yields these. Thread-safe. */
final class ScaledWeights implements Weights {

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final Weights base;
    private final Map<String, float[]> columns = new HashMap<>(); // by tensor
    private final Map<String, float[]> rows = new HashMap<>(); // by tensor
    private final Map<String, float[]> norms = new HashMap<>(); // by tensor
    private final Map<String, Float> offsets = new HashMap<>(); // by tensor

    /**
     * Scales.
     *
     * @param base    the weights
     * @param factors of columns, by place; those that share a row are equal
     */
    ScaledWeights(final Weights base, final Map<Folding, float[]> factors) {
        this.base = base;
        factors.forEach((folding, ofColumns) -> {
            folding.readers().forEach(reader -> columns.put(reader, ofColumns));
            switch (folding.giver()) {
                case Giver.Norm(String module, float offset) -> {
                    norms.put(module + WEIGHT, ofColumns);
                    norms.put(module + BIAS, ofColumns);
                    offsets.put(module + WEIGHT, offset);
                }
                case Giver.Rows giver -> {
                    rows.put(giver.module() + WEIGHT, ofRows(giver, ofColumns));
                    rows.put(giver.module() + BIAS, ofRows(giver, ofColumns));
                }
            }
        });
    }

    private static float[] ofRows(final Giver.Rows giver, final float[] ofColumns) {
        final var factors = new float[ofColumns.length / giver.sharing()];
        for (int column = 0; column < ofColumns.length; column++) {
            factors[giver.row(column)] = ofColumns[column];
        }
        return factors;
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
    public int rows(final String name) {
        return base.rows(name);
    }

    @Override
    public long bytes(final String name) {
        return base.bytes(name);
    }

    @Override
    public WeightMatrix matrix(final String name, final int rowCount, final int columnCount) {
        final WeightMatrix matrix = base.matrix(name, rowCount, columnCount);
        return columns.containsKey(name) || rows.containsKey(name)
                ? new ScaledMatrix(matrix, columns.get(name), rows.get(name))
                : matrix;
    }

    @Override
    public float[] vector(final String name, final int length) {
        final float[] values = base.vector(name, length);
        final float[] factors = norms.containsKey(name) ? norms.get(name) : rows.get(name);
        if (factors != null) {
            final float offset = offsets.getOrDefault(name, 0f);
            for (int i = 0; i < length; i++) {
                values[i] = (values[i] + offset) / factors[i] - offset;
            }
        }
        return values;
    }
}
