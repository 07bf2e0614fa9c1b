package dev.ingot.gguf;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 with one scale (ggml-common.h).
 *
 * <pre>
 * Q4_0: d f16 | 16 bytes                  (q - 8) * d
 * Q4_1: d f16 | m f16 | 16 bytes          q * d + m
 * Q5_0: d f16 | fifth bits u32 | 16 bytes (q - 16) * d
 * Q5_1: d f16 | m f16 | fifth bits u32 | 16 bytes   q * d + m
 * Q8_0: d f16 | 32 signed bytes           q * d
 * four bits: element j in the low half of byte j, element j + 16 in the high half; fifth bit of element j is bit j
 * </pre>
 */
final class SimpleBlocks {

    private static final int HALF = 16;
    private static final int SIZE = 32;

    private SimpleBlocks() {}

    static void q4of0(final MemorySegment source, final long at, final float[] target) {
        final float d = Bytes.half(source, at);
        for (int j = 0; j < HALF; j++) {
            final int pair = Bytes.unsigned(source, at + 2 + j);
            target[j] = ((pair & 15) - 8) * d;
            target[j + HALF] = ((pair >> 4) - 8) * d;
        }
    }

    static void q4of1(final MemorySegment source, final long at, final float[] target) {
        final float d = Bytes.half(source, at);
        final float m = Bytes.half(source, at + 2);
        for (int j = 0; j < HALF; j++) {
            final int pair = Bytes.unsigned(source, at + 4 + j);
            target[j] = (pair & 15) * d + m;
            target[j + HALF] = (pair >> 4) * d + m;
        }
    }

    static void q5of0(final MemorySegment source, final long at, final float[] target) {
        final float d = Bytes.half(source, at);
        final int fifth = Bytes.int32(source, at + 2);
        for (int j = 0; j < HALF; j++) {
            final int pair = Bytes.unsigned(source, at + 6 + j);
            target[j] = (((pair & 15) | fifth(fifth, j)) - 16) * d;
            target[j + HALF] = (((pair >> 4) | fifth(fifth, j + HALF)) - 16) * d;
        }
    }

    static void q5of1(final MemorySegment source, final long at, final float[] target) {
        final float d = Bytes.half(source, at);
        final float m = Bytes.half(source, at + 2);
        final int fifth = Bytes.int32(source, at + 4);
        for (int j = 0; j < HALF; j++) {
            final int pair = Bytes.unsigned(source, at + 8 + j);
            target[j] = ((pair & 15) | fifth(fifth, j)) * d + m;
            target[j + HALF] = ((pair >> 4) | fifth(fifth, j + HALF)) * d + m;
        }
    }

    private static int fifth(final int bits, final int index) {
        return ((bits >>> index) & 1) << 4;
    }

    static void q8of0(final MemorySegment source, final long at, final float[] target) {
        final float d = Bytes.half(source, at);
        for (int j = 0; j < SIZE; j++) {
            target[j] = Bytes.signed(source, at + 2 + j) * d;
        }
    }
}
