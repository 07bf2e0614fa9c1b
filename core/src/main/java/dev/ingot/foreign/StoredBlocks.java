package dev.ingot.foreign;

import dev.ingot.quantize.BlockDequantizer;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A matrix that a graph holds in blocks; its bytes are mapped and valid until the graph is closed.
 *
 * @param name       of the matrix: that of its blocks less what tells their bits
 * @param node       what multiplies with it or looks it up
 * @param lookup     whether rows are looked up, and not multiplied with
 * @param rows       N
 * @param width      stored columns; of a lookup, which does not say it, those of whole blocks
 * @param format     how rows are stored
 * @param blocks     the packed integers
 * @param scales     floats
 * @param zeroPoints packed like the integers; empty when symmetric
 * @param order      for each stored column the column of the matrix, where that is not the same
 */
public record StoredBlocks(String name, String node, boolean lookup, int rows, int width, BlockFormat format,
        MemorySegment blocks, MemorySegment scales, MemorySegment zeroPoints,
        Optional<List<Integer>> order) {

    /** Copies the order. */
    public StoredBlocks {
        order = order.map(List::copyOf);
    }

    /**
     * Tells whether it can stand for a matrix of a shape.
     *
     * @param otherRows    N
     * @param otherColumns K
     * @return true if so
     */
    public boolean fits(final int otherRows, final int otherColumns) {
        return rows == otherRows && (lookup
                ? format.blocksPerRow(otherColumns) == format.blocksPerRow(width)
                : width == otherColumns);
    }

    /**
     * Dequantizes rows, columns in stored order.
     *
     * @param first   index of the first row
     * @param count   number of rows
     * @param columns of the matrix, which {@link #fits}
     * @param scratch where the floats are put
     * @return {@code count * columns} floats
     */
    public MemorySegment floats(final int first, final int count, final int columns,
            final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows);
        final MemorySegment floats = scratch.allocate((long) count * columns * Float.BYTES, Float.BYTES);
        final var packed = new PackedRows(first, count, part(blocks, format.rowBytes(columns), first, count),
                part(scales, format.scaleBytes(columns), first, count),
                part(zeroPoints, format.zeroPointBytes(columns), first, count));
        BlockDequantizer.toFloat(packed, format, columns, floats);
        return floats;
    }

    private static MemorySegment part(final MemorySegment all, final long rowBytes, final int first,
            final int count) {
        return all.asSlice(first * rowBytes, count * rowBytes);
    }
}
