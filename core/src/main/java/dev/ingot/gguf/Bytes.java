package dev.ingot.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Little-endian elements at any alignment. */
final class Bytes {

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static int signed(final MemorySegment source, final long at) {
        return source.get(BYTE, at);
    }

    static int unsigned(final MemorySegment source, final long at) {
        return source.get(BYTE, at) & 0xFF;
    }

    static float half(final MemorySegment source, final long at) {
        return Float.float16ToFloat(source.get(SHORT, at));
    }

    static int int32(final MemorySegment source, final long at) {
        return source.get(INT, at);
    }

    static void put(final MemorySegment target, final long at, final int value) {
        target.set(BYTE, at, (byte) value);
    }

    static void put(final MemorySegment target, final long at, final float value) {
        target.set(FLOAT, at, value);
    }

    static void put(final float[] source, final MemorySegment target, final long at) {
        MemorySegment.copy(source, 0, target, FLOAT, at, source.length);
    }
}
