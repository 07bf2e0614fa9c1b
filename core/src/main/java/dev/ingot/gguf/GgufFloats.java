package dev.ingot.gguf;

import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * A matrix of floats, read in place.
 *
 * @param name    of the matrix, as transformers has it
 * @param rows    N
 * @param columns K
 * @param type    of the elements
 * @param data    {@code rows * columns} elements, row-major
 */
record GgufFloats(String name, int rows, int columns, WeightType type, MemorySegment data)
        implements
            WeightMatrix {

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows);
        final long rowBytes = (long) columns * type.bytes();
        return new WeightRows(data.asSlice(first * rowBytes, count * rowBytes), type, count, columns);
    }
}
