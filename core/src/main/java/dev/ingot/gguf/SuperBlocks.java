package dev.ingot.gguf;

import java.lang.foreign.MemorySegment;

/**
 * Blocks of 256 in parts with scales of their own (ggml-common.h, "k-quants").
 *
 * <pre>
 * Q4_K: d f16 | dmin f16 | 12 bytes: 8 scales and 8 minima of 6 bits | 128 bytes
 * Q5_K: d f16 | dmin f16 | the same 12 bytes | 32 bytes of fifth bits | 128 bytes
 *       8 parts of 32: q * (d * scale) - dmin * minimum; parts 2i and 2i + 1 in the halves of the same 32 bytes
 * Q6_K: 128 bytes of low bits | 64 bytes of upper two | 16 signed scales | d f16
 *       16 parts of 16: (q - 32) * (d * scale)
 * </pre>
 */
final class SuperBlocks {

    private static final int PART = 32;
    private static final int PAIRS = 4;

    private SuperBlocks() {}

    static void q4(final MemorySegment source, final long at, final float[] target) {
        for (int pair = 0; pair < PAIRS; pair++) {
            final long bytes = at + 16 + (long) pair * PART;
            for (int half = 0; half < 2; half++) {
                final int part = 2 * pair + half;
                final float scale = Bytes.half(source, at) * scale(source, at + 4, part);
                final float minimum = Bytes.half(source, at + 2) * minimum(source, at + 4, part);
                for (int i = 0; i < PART; i++) {
                    final int q = (Bytes.unsigned(source, bytes + i) >> (4 * half)) & 15;
                    target[part * PART + i] = scale * q - minimum;
                }
            }
        }
    }

    static void q5(final MemorySegment source, final long at, final float[] target) {
        for (int pair = 0; pair < PAIRS; pair++) {
            final long bytes = at + 48 + (long) pair * PART;
            for (int half = 0; half < 2; half++) {
                final int part = 2 * pair + half;
                final float scale = Bytes.half(source, at) * scale(source, at + 4, part);
                final float minimum = Bytes.half(source, at + 2) * minimum(source, at + 4, part);
                for (int i = 0; i < PART; i++) {
                    final int fifth = (Bytes.unsigned(source, at + 16 + i) >> part) & 1;
                    final int q = ((Bytes.unsigned(source, bytes + i) >> (4 * half)) & 15) | (fifth << 4);
                    target[part * PART + i] = scale * q - minimum;
                }
            }
        }
    }

    /** Parts 0 to 3 lie in the low six bits of bytes 0 to 3; the others in four bits and the two spare ones of these. */
    private static int scale(final MemorySegment source, final long at, final int part) {
        return part < 4
                ? Bytes.unsigned(source, at + part) & 63
                : (Bytes.unsigned(source, at + part + 4) & 15)
                        | ((Bytes.unsigned(source, at + part - 4) >> 6) << 4);
    }

    private static int minimum(final MemorySegment source, final long at, final int part) {
        return part < 4
                ? Bytes.unsigned(source, at + part + 4) & 63
                : (Bytes.unsigned(source, at + part + 4) >> 4)
                        | ((Bytes.unsigned(source, at + part) >> 6) << 4);
    }

    static void q6(final MemorySegment source, final long at, final float[] target) {
        final float d = Bytes.half(source, at + 208);
        for (int half = 0; half < 2; half++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                final long low = at + 64L * half + (quarter & 1) * (long) PART;
                final long high = at + 128 + (long) PART * half;
                for (int i = 0; i < PART; i++) {
                    final int four = (Bytes.unsigned(source, low + i) >> (4 * (quarter >> 1))) & 15;
                    final int two = (Bytes.unsigned(source, high + i) >> (2 * quarter)) & 3;
                    final int scale = Bytes.signed(source, at + 192 + (8 * half + 2 * quarter + i / 16));
                    target[128 * half + PART * quarter + i] = d * scale * ((four | (two << 4)) - 32);
                }
            }
        }
    }
}
