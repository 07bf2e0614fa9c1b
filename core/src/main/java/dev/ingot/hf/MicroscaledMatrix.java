package dev.ingot.hf;

import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A matrix in MXFP4 (OCP Microscaling Formats, version 1.0): groups of 32 elements E2M1 with a common power of two. Every
 * value is a float exactly.
 *
 * <pre>
 * blocks  u8 [rows, columns / 32, 16]   two elements per byte, the first in the low nibble: sign, 2 bits exponent, 1 bit
 * scales  u8 [rows, columns / 32]       exponent plus 127; 255 stands for NaN
 * </pre>
 */
record MicroscaledMatrix(String name, int rows, int columns, MemorySegment blocks, MemorySegment scales)
        implements
            WeightMatrix {

    /** Elements that share a scale. */
    static final int GROUP = 32;
    /** Bytes that hold them. */
    static final int GROUP_BYTES = GROUP / 2;

    private static final float[] ELEMENTS = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0f, -0.5f, -1, -1.5f, -2, -3, -4,
            -6};
    private static final int BIAS = 127;
    private static final int NOT_A_NUMBER = 0xFF;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows);
        final long groups = columns / GROUP;
        final MemorySegment floats = scratch.allocate((long) count * columns * Float.BYTES, Float.BYTES);
        for (long group = 0; group < count * groups; group++) {
            decode(first * groups + group, floats, group * GROUP);
        }
        return new WeightRows(floats, WeightType.F32, count, columns);
    }

    private void decode(final long group, final MemorySegment target, final long start) {
        final int exponent = scales.get(ValueLayout.JAVA_BYTE, group) & 0xFF;
        for (int i = 0; i < GROUP_BYTES; i++) {
            final int pair = blocks.get(ValueLayout.JAVA_BYTE, group * GROUP_BYTES + i) & 0xFF;
            target.setAtIndex(FLOAT, start + 2L * i, value(pair & 0x0F, exponent));
            target.setAtIndex(FLOAT, start + 2L * i + 1, value(pair >>> 4, exponent));
        }
    }

    private static float value(final int element, final int exponent) {
        return exponent == NOT_A_NUMBER ? Float.NaN : Math.scalb(ELEMENTS[element], exponent - BIAS);
    }
}
