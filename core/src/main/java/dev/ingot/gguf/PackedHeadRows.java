package dev.ingot.gguf;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;

/**
 * {@link HeadRows} of a quantized matrix.
 *
 * @param stored   the matrix in the file
 * @param headSize rows per head
 */
record PackedHeadRows(PackedMatrix stored, int headSize) implements PackedMatrix {

    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public int rows() {
        return stored.rows();
    }

    @Override
    public int columns() {
        return stored.columns();
    }

    @Override
    public BlockFormat format() {
        return stored.format();
    }

    @Override
    public PackedRows packed(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows());
        final int blockBytes = format().rowBytes(columns());
        final int scaleBytes = format().scaleBytes(columns());
        final int zeroBytes = format().zeroPointBytes(columns());
        final MemorySegment blocks = scratch.allocate((long) count * blockBytes);
        final MemorySegment scales = scratch.allocate((long) count * scaleBytes, Float.BYTES);
        final MemorySegment zeros = scratch.allocate((long) count * zeroBytes);
        for (int i = 0; i < count; i++) {
            final PackedRows row = stored.packed(HeadRows.place(first + i, headSize), 1, scratch);
            MemorySegment.copy(row.blocks(), 0, blocks, (long) i * blockBytes, blockBytes);
            MemorySegment.copy(row.scales(), 0, scales, (long) i * scaleBytes, scaleBytes);
            MemorySegment.copy(row.zeroPoints(), 0, zeros, (long) i * zeroBytes, zeroBytes);
        }
        return new PackedRows(first, count, blocks, scales, zeros);
    }
}
