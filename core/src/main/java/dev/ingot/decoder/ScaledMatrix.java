package dev.ingot.decoder;

import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A matrix whose columns are multiplied, and whose rows are divided, by factors; computed in float32 when rows are read. */
public final class ScaledMatrix implements WeightMatrix {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final WeightMatrix base;
    private final float @Nullable [] ofColumns;
    private final float @Nullable [] ofRows;

    /**
     * Scales a matrix.
     *
     * @param base      the matrix
     * @param ofColumns factors, or null for none
     * @param ofRows    divisors, or null for none
     */
    public ScaledMatrix(final WeightMatrix base, final float @Nullable [] ofColumns,
            final float @Nullable [] ofRows) {
        this.base = base;
        this.ofColumns = ofColumns;
        this.ofRows = ofRows;
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public int rows() {
        return base.rows();
    }

    @Override
    public int columns() {
        return base.columns();
    }

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        final int width = columns();
        final long rowBytes = (long) width * Float.BYTES;
        final MemorySegment floats = scratch.allocate(count * rowBytes, Float.BYTES);
        FloatRows.toFloat(base.rows(first, count, scratch), floats);
        final float[] row = new float[width];
        for (int i = 0; i < count; i++) {
            MemorySegment.copy(floats, FLOAT, i * rowBytes, row, 0, width);
            scale(row, first + i);
            MemorySegment.copy(row, 0, floats, FLOAT, i * rowBytes, width);
        }
        return new WeightRows(floats, WeightType.F32, count, width);
    }

    private void scale(final float[] row, final int index) {
        if (ofColumns != null) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= ofColumns[j];
            }
        }
        if (ofRows != null) {
            final float divisor = ofRows[index];
            for (int j = 0; j < row.length; j++) {
                row[j] /= divisor;
            }
        }
    }
}
