package dev.ingot.hf;

import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A matrix whose vectors have learned lengths (DoRA, arXiv 2402.09353): {@code m * V / |V|}, V being the base with its
 * low-rank product added. Of a linear layer, as Hugging Face stores it, the vectors are the rows, one per output. Of an
 * embedding they are the columns: then the first request reads the whole matrix once to find their lengths.
 */
final class DoraMatrix implements WeightMatrix {

    private static final int CHUNK_BYTES = 1 << 20;

    private final LoraMatrix directions;
    private final float[] magnitudes;
    private final boolean columnwise;
    private volatile float @Nullable [] columnScales;

    /**
     * Combines.
     *
     * @param directions V
     * @param magnitudes m: one per row, or per column
     * @param columnwise which of the two
     */
    DoraMatrix(final LoraMatrix directions, final float[] magnitudes, final boolean columnwise) {
        this.directions = directions;
        this.magnitudes = magnitudes;
        this.columnwise = columnwise;
    }

    @Override
    public String name() {
        return directions.name();
    }

    @Override
    public int rows() {
        return directions.rows();
    }

    @Override
    public int columns() {
        return directions.columns();
    }

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        final Optional<float[]> scales = columnwise ? Optional.of(columnScales()) : Optional.empty();
        final WeightRows rows = directions.rows(first, count, scratch);
        final MemorySegment result = rows.data(); // made by the directions for this request, so it may be changed
        final var row = new float[columns()];
        for (int i = 0; i < count; i++) {
            Floats.decode(result, WeightType.F32, (long) i * row.length, row);
            if (scales.isPresent()) {
                multiply(row, scales.get());
            } else {
                multiply(row, (float) (magnitudes[first + i] / length(row)));
            }
            Floats.encode(row, result, (long) i * row.length * Float.BYTES);
        }
        return rows;
    }

    private static double length(final float[] row) {
        double sum = 0;
        for (final float value : row) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static void multiply(final float[] row, final float factor) {
        for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
        }
    }

    private static void multiply(final float[] row, final float[] factors) {
        for (int j = 0; j < row.length; j++) {
            row[j] *= factors[j];
        }
    }

    private float[] columnScales() {
        final float[] known = columnScales;
        return known == null ? findColumnScales() : known;
    }

    private synchronized float[] findColumnScales() {
        final float[] known = columnScales;
        if (known != null) {
            return known;
        }
        final var squares = new double[columns()];
        final int step = Math.max(1, CHUNK_BYTES / Float.BYTES / columns());
        for (int first = 0; first < rows(); first += step) {
            try (var scratch = Arena.ofConfined()) {
                addSquares(directions.rows(first, Math.min(step, rows() - first), scratch), squares);
            }
        }
        final var scales = new float[squares.length];
        for (int j = 0; j < scales.length; j++) {
            scales[j] = (float) (magnitudes[j] / Math.sqrt(squares[j]));
        }
        columnScales = scales;
        return scales;
    }

    private static void addSquares(final WeightRows rows, final double[] squares) {
        final var row = new float[squares.length];
        for (int i = 0; i < rows.count(); i++) {
            Floats.decode(rows.data(), rows.type(), (long) i * row.length, row);
            for (int j = 0; j < row.length; j++) {
                squares[j] += (double) row[j] * row[j];
            }
        }
    }
}
