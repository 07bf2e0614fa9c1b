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
        final int size = format.blockSize();
        final int blocks = format.blocksPerRow(columns);
        for (int row = 0; row < packed.count(); row++) {
            for (int b = 0; b < blocks; b++) {
                final int count = Math.min(size, columns - b * size);
                final long block = (long) row * blocks + b;
                final float scale = packed.scales().getAtIndex(FLOAT, block);
                final int zero = zero(packed, format, (long) row * format.zeroPointBytes(columns), b);
                fromBlock(packed.blocks(), format, block * format.blobBytes(), count, scale, zero, target,
                        ((long) row * columns + (long) b * size) * Float.BYTES);
            }
        }
    }

    private static int zero(final PackedRows packed, final BlockFormat format, final long rowStart,
            final int block) {
        if (format.symmetric()) {
            return 1 << (format.bits() - 1);
        }
        if (format.bits() == 8) {
            return packed.zeroPoints().get(BYTE, rowStart + block) & 0xFF;
        }
        return packed.zeroPoints().get(BYTE, rowStart + block / 2) >>> ((block & 1) * 4) & 0x0F;
    }

    private static void fromBlock(final MemorySegment blocks, final BlockFormat format, final long start,
            final int count, final float scale, final int zero, final MemorySegment target,
            final long targetStart) {
        for (int i = 0; i < count; i++) {
            final int code = format.bits() == 8
                    ? blocks.get(BYTE, start + i) & 0xFF
                    : blocks.get(BYTE, start + i / 2) >>> ((i & 1) * 4) & 0x0F;
            target.set(FLOAT, targetStart + (long) i * Float.BYTES, (code - zero) * scale);
        }
    }
}
