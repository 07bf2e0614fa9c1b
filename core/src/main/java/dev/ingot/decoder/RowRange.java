package dev.ingot.decoder;

import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * Consecutive rows of a matrix, such as the queries of a packed projection.
 *
 * @param matrix the whole
 * @param first  first row
 * @param rows   number of rows
 */
record RowRange(WeightMatrix matrix, int first, int rows) implements WeightMatrix {

    RowRange {
        Objects.checkFromIndexSize(first, rows, matrix.rows());
    }

    /** Takes rows of a matrix: blocks stay blocks, floats floats. */
    static WeightMatrix of(final WeightMatrix matrix, final int first, final int rows) {
        return matrix instanceof PackedMatrix packed
                ? new PackedRange(packed, first, rows)
                : new RowRange(matrix, first, rows);
    }

    @Override
    public String name() {
        return matrix.name() + "[" + first + ":" + (first + rows) + "]";
    }

    @Override
    public int columns() {
        return matrix.columns();
    }

    @Override
    public WeightRows rows(final int start, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(start, count, rows);
        return matrix.rows(first + start, count, scratch);
    }

    @Override
    public WeightValueException notFinite(final long row, final long column, final float value) {
        return matrix.notFinite(first + row, column, value);
    }
}
