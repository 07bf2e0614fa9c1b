package dev.ingot.gptq;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A matrix in blocks, in memory. Filled once, each row by one thread; then safe to read from several.
 *
 * @param name       of the matrix
 * @param format     how it is stored
 * @param rows       N
 * @param columns    K
 * @param blocks     codes of all rows
 * @param scales     of all blocks
 * @param zeroPoints of all blocks; empty when symmetric
 */
public record PackedBlocks(String name, BlockFormat format, int rows, int columns, MemorySegment blocks,
        MemorySegment scales, MemorySegment zeroPoints) implements PackedMatrix {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int BYTE_MASK = 0xFF;

    /** Makes room for a matrix. */
    static PackedBlocks allocate(final String name, final BlockFormat format, final int rows,
            final int columns) {
        return new PackedBlocks(name, format, rows, columns, bytes((long) rows * format.rowBytes(columns)),
                bytes((long) rows * format.scaleBytes(columns)),
                bytes((long) rows * format.zeroPointBytes(columns)));
    }

    private static MemorySegment bytes(final long size) {
        return MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    }

    /** Stores the codes of one row; those that a last, short block has too many become 0. */
    void putCodes(final int row, final int[] codes) {
        final int bits = format.bits();
        long at = (long) row * format.rowBytes(columns);
        int pending = 0;
        int held = 0;
        for (int column = 0; column < columns; column++) {
            pending |= codes[column] << held;
            held += bits;
            if (held >= Byte.SIZE) {
                blocks.set(ValueLayout.JAVA_BYTE, at++, (byte) (pending & BYTE_MASK));
                pending >>>= Byte.SIZE;
                held -= Byte.SIZE;
            }
        }
        if (held > 0) {
            blocks.set(ValueLayout.JAVA_BYTE, at, (byte) pending);
        }
    }

    /** Stores the grid of one block. */
    void putGrid(final int row, final int block, final Grid grid) {
        scales.set(FLOAT, (long) row * format.scaleBytes(columns) + (long) block * Float.BYTES, grid.scale());
        if (!format.symmetric()) {
            final int bit = block * format.bits();
            final long at = (long) row * format.zeroPointBytes(columns) + bit / Byte.SIZE;
            final int old = zeroPoints.get(ValueLayout.JAVA_BYTE, at);
            zeroPoints.set(ValueLayout.JAVA_BYTE, at, (byte) (old | grid.zero() << bit % Byte.SIZE));
        }
    }

    @Override
    public PackedRows packed(final int first, final int count, final SegmentAllocator scratch) {
        return new PackedRows(first, count, slice(blocks, first, count, format.rowBytes(columns)),
                slice(scales, first, count, format.scaleBytes(columns)),
                slice(zeroPoints, first, count, format.zeroPointBytes(columns)));
    }

    private static MemorySegment slice(final MemorySegment all, final long first, final long count,
            final long rowBytes) {
        return all.asSlice(first * rowBytes, count * rowBytes);
    }
}
