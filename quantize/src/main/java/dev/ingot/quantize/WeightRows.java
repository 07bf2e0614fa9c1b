package dev.ingot.quantize;

import java.lang.foreign.MemorySegment;

/**
 * Some consecutive rows of a weight matrix, row-major without gaps.
 *
 * @param data    {@code count * columns} elements, at any alignment
 * @param type    element type
 * @param count   number of rows
 * @param columns elements per row
 */
public record WeightRows(MemorySegment data, WeightType type, int count, int columns) {

    /** Checks that the segment has the size that the other components say. */
    public WeightRows {
        final long bytes = (long) count * columns * type.bytes();
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    "segment has " + data.byteSize() + " bytes, " + count + " x " + columns + " " + type
                            + " need " + bytes);
        }
    }
}
