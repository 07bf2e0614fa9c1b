package dev.ingot.foreign;

import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A constant of a graph as a matrix {@code [N, K]}. Stored as {@code [K, N]}, which is what MatMul multiplies with, its
 * rows are columns and are gathered when they are asked for.
 *
 * @param name    of the constant
 * @param rows    N
 * @param columns K
 * @param type    element type
 * @param turned  whether the bytes hold {@code [K, N]}
 * @param data    the bytes
 */
record ConstantMatrix(String name, int rows, int columns, WeightType type, boolean turned,
        MemorySegment data) implements WeightMatrix {

    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED;

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows);
        final long rowBytes = (long) columns * type.bytes();
        if (!turned) {
            return new WeightRows(data.asSlice(first * rowBytes, count * rowBytes), type, count, columns);
        }
        final MemorySegment gathered = scratch.allocate(count * rowBytes, Float.BYTES);
        if (type == WeightType.F32) {
            gatherWords(first, count, gathered);
        } else {
            gatherHalves(first, count, gathered);
        }
        return new WeightRows(gathered, type, count, columns);
    }

    private void gatherWords(final int first, final int count, final MemorySegment target) {
        for (int column = 0; column < columns; column++) {
            final long from = (long) column * rows + first;
            for (int row = 0; row < count; row++) {
                target.setAtIndex(WORD, (long) row * columns + column, data.getAtIndex(WORD, from + row));
            }
        }
    }

    private void gatherHalves(final int first, final int count, final MemorySegment target) {
        for (int column = 0; column < columns; column++) {
            final long from = (long) column * rows + first;
            for (int row = 0; row < count; row++) {
                target.setAtIndex(HALF, (long) row * columns + column, data.getAtIndex(HALF, from + row));
            }
        }
    }
}
