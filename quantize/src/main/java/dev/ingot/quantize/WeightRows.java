package dev.ingot.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Some consecutive rows of a weight matrix, row-major without gaps.
 *
 * @param data    {@code count * columns} elements, at any alignment
 * @param type    element type
 * @param count   number of rows
 * @param columns elements per row
 */
public record WeightRows(MemorySegment data, WeightType type, int count, int columns) {

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Checks that the segment has the size that the other components say. */
    public WeightRows {
        final long bytes = (long) count * columns * type.bytes();
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    "segment has " + data.byteSize() + " bytes, " + count + " x " + columns + " " + type
                            + " need " + bytes);
        }
    }

    /**
     * Returns one weight; for a few of them, not for loops over all.
     *
     * @param index position in row-major order
     * @return the weight, widened exactly
     */
    public float get(final long index) {
        return switch (type) {
            case BF16 -> Float.intBitsToFloat(data.getAtIndex(SHORT, index) << 16);
            case F16 -> Float.float16ToFloat(data.getAtIndex(SHORT, index));
            case F32 -> data.getAtIndex(FLOAT, index);
        };
    }
}
