package dev.ingot.gguf;

import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * Rows of queries or keys with the halves of each head one after the other, read from a matrix that has their rows in
 * turn: row {@code i} of the first half is stored at {@code 2 i} of its head, row {@code i} of the second at
 * {@code 2 i + 1}.
 *
 * @param stored   the matrix in the file
 * @param headSize rows per head
 */
record HeadRows(WeightMatrix stored, int headSize) implements WeightMatrix {

    /** Where a row is stored. */
    static int place(final int row, final int headSize) {
        final int inHead = row % headSize;
        final int half = headSize / 2;
        return row - inHead + 2 * (inHead % half) + inHead / half;
    }

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public int rows() {
        return stored.rows();
    }

    @Override
    public int columns() {
        return stored.columns();
    }

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows());
        WeightType type = WeightType.F32;
        MemorySegment target = MemorySegment.NULL;
        for (int i = 0; i < count; i++) {
            final WeightRows row = stored.rows(place(first + i, headSize), 1, scratch);
            if (i == 0) {
                type = row.type();
                target = scratch.allocate(count * row.data().byteSize(), Float.BYTES);
            }
            MemorySegment.copy(row.data(), 0, target, i * row.data().byteSize(), row.data().byteSize());
        }
        return new WeightRows(target, type, count, columns());
    }
}
