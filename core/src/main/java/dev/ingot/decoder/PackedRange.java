package dev.ingot.decoder;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.ColumnOrder;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;
import java.util.Optional;

/**
 * Consecutive rows of a matrix that its checkpoint has quantized.
 *
 * @param matrix the whole
 * @param first  first row
 * @param rows   number of rows
 */
record PackedRange(PackedMatrix matrix, int first, int rows) implements PackedMatrix {

    PackedRange {
        Objects.checkFromIndexSize(first, rows, matrix.rows());
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
    public BlockFormat format() {
        return matrix.format();
    }

    @Override
    public Optional<ColumnOrder> order() {
        return matrix.order();
    }

    @Override
    public PackedRows packed(final int start, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(start, count, rows);
        final PackedRows found = matrix.packed(first + start, count, scratch);
        return new PackedRows(start, count, found.blocks(), found.scales(), found.zeroPoints());
    }
}
