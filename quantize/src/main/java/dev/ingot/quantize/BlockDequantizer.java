package dev.ingot.quantize;

import dev.ingot.kernel.Kernels;
import java.lang.foreign.MemorySegment;

/** Turns packed blocks back into float32 weights: {@code (q - zero) * scale}. */
public final class BlockDequantizer {

    private BlockDequantizer() {}

    /**
     * Dequantizes rows.
     *
     * @param packed  the rows
     * @param format  how they are stored
     * @param columns weights per row (K)
     * @param target  {@code 4 * count * columns} bytes for the floats, row-major, at any alignment
     * @throws IllegalArgumentException if a segment has another size than format and columns say
     */
    public static void toFloat(final PackedRows packed, final BlockFormat format, final int columns,
            final MemorySegment target) {
        final long count = packed.count();
        check("blocks", packed.blocks(), count * format.rowBytes(columns));
        check("scales", packed.scales(), count * format.scaleBytes(columns));
        check("zero points", packed.zeroPoints(), count * format.zeroPointBytes(columns));
        check("target", target, count * columns * Float.BYTES);
        Kernels.active().floats().fromBlocks(packed, format, columns, target);
    }

    private static void check(final String name, final MemorySegment segment, final long bytes) {
        if (segment.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    name + ": expected " + bytes + " bytes, found " + segment.byteSize());
        }
    }
}
