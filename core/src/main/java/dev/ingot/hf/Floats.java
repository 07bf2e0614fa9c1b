package dev.ingot.hf;

import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Turns stored elements into floats, exactly. */
final class Floats {

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private Floats() {}

    /**
     * Decodes {@code target.length} elements.
     *
     * @param first index of the first element in {@code data}
     */
    static void decode(final MemorySegment data, final WeightType type, final long first,
            final float[] target) {
        switch (type) {
            case F32 -> MemorySegment.copy(data, FLOAT, first * Float.BYTES, target, 0, target.length);
            case BF16 -> {
                for (int i = 0; i < target.length; i++) {
                    target[i] = Float.intBitsToFloat(data.get(SHORT, (first + i) * Short.BYTES) << 16);
                }
            }
            case F16 -> {
                for (int i = 0; i < target.length; i++) {
                    target[i] = Float.float16ToFloat(data.get(SHORT, (first + i) * Short.BYTES));
                }
            }
        }
    }

    static void encode(final float[] source, final MemorySegment target, final long offset) {
        MemorySegment.copy(source, 0, target, FLOAT, offset, source.length);
    }
}
