package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.BYTE;
import static dev.ingot.kernel.Layouts.FLOAT;
import static dev.ingot.kernel.Layouts.INT;
import static dev.ingot.kernel.Layouts.SHORT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;

/** The definitions in plain Java. */
final class ScalarFloatKernels implements FloatKernels {

    @Override
    public void fromBf16(final MemorySegment source, final MemorySegment target, final long count) {
        for (long i = 0; i < count; i++) {
            target.set(INT, i * Integer.BYTES, source.get(SHORT, i * Short.BYTES) << 16);
        }
    }

    @Override
    public void fromF16(final MemorySegment source, final MemorySegment target, final long count) {
        for (long i = 0; i < count; i++) {
            target.set(FLOAT, i * Float.BYTES, Float.float16ToFloat(source.get(SHORT, i * Short.BYTES)));
        }
    }

    @Override
    public void fromBlocks(final PackedRows packed, final BlockFormat format, final int columns,
            final MemorySegment target) {
        for (int row = 0; row < packed.count(); row++) {
            for (int b = 0; b < format.blocksPerRow(columns); b++) {
                fromBlock(packed, format, columns, row, b, target,
                        ((long) row * columns + (long) b * format.blockSize()) * Float.BYTES);
            }
        }
    }

    /** Dequantizes block {@code b} of a row. */
    static void fromBlock(final PackedRows packed, final BlockFormat format, final int columns, final int row,
            final int b, final MemorySegment target, final long targetStart) {
        final int count = Math.min(format.blockSize(), columns - b * format.blockSize());
        final long block = (long) row * format.blocksPerRow(columns) + b;
        final float scale = packed.scales().getAtIndex(FLOAT, block);
        final float zero = zero(packed, format, (long) row * format.zeroPointBytes(columns), b);
        fromBlock(packed.blocks(), format, block * format.blobBytes(), count, scale, zero, target,
                targetStart);
    }

    /** Returns the zero point of a block. */
    static float zero(final PackedRows packed, final BlockFormat format, final long rowStart,
            final int block) {
        return switch (format.zeroPoints()) {
            case NONE -> 1 << (format.bits() - 1);
            case INTEGER -> code(packed.zeroPoints(), rowStart, block, format.bits());
            case FLOAT -> packed.zeroPoints().get(FLOAT, rowStart + (long) block * Float.BYTES);
        };
    }

    /** Returns code {@code index} of those that begin at a byte. */
    private static int code(final MemorySegment codes, final long start, final int index, final int bits) {
        final int at = index * bits;
        return codes.get(BYTE, start + at / Byte.SIZE) >>> (at % Byte.SIZE) & (1 << bits) - 1;
    }

    private static void fromBlock(final MemorySegment blocks, final BlockFormat format, final long start,
            final int count, final float scale, final float zero, final MemorySegment target,
            final long targetStart) {
        for (int i = 0; i < count; i++) {
            final int code = code(blocks, start, i, format.bits());
            target.set(FLOAT, targetStart + (long) i * Float.BYTES, (code - zero) * scale);
        }
    }
}
