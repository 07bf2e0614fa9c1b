package dev.ingot.decoder;

import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A matrix whose checkpoint stores its columns as rows. Some rows are gathered from a strip of every stored row.
 *
 * @param stored {@code [columns, rows]}
 */
record TransposedMatrix(WeightMatrix stored) implements WeightMatrix {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public int rows() {
        return stored.columns();
    }

    @Override
    public int columns() {
        return stored.rows();
    }

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows());
        final long columns = columns();
        final MemorySegment strip = scratch.allocate((long) count * Float.BYTES, Float.BYTES);
        final MemorySegment turned = scratch.allocate(count * columns * Float.BYTES, Float.BYTES);
        for (int column = 0; column < columns; column++) {
            final WeightRows row = stored.rows(column, 1, scratch);
            final long bytes = row.type().bytes();
            FloatRows.toFloat(new WeightRows(row.data().asSlice(first * bytes, count * bytes), row.type(), 1,
                    count), strip);
            for (int i = 0; i < count; i++) {
                turned.setAtIndex(FLOAT, i * columns + column, strip.getAtIndex(FLOAT, i));
            }
        }
        return new WeightRows(turned, WeightType.F32, count, (int) columns);
    }
}
