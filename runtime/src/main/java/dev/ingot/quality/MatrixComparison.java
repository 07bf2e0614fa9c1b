package dev.ingot.quality;

import dev.ingot.foreign.StoredBlocks;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.QuantizationError;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Dequantizes a matrix and compares it with its floats, some rows at a time, block by block. */
final class MatrixComparison {

    private static final int CHUNK_WEIGHTS = 1 << 17;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final Comparator<BlockError> LARGEST_FIRST = Comparator
            .comparingDouble(BlockError::error).reversed().thenComparingInt(BlockError::row)
            .thenComparingInt(BlockError::block);

    private final StoredBlocks stored;
    private final WeightMatrix floats;
    private final int worst;
    private final int columns;

    /** What some rows tell; the errors of their blocks are not set in relation to anything yet. */
    private record Part(QuantizationError error, List<BlockError> worst) {}

    private MatrixComparison(final StoredBlocks stored, final WeightMatrix floats, final int worst) {
        this.stored = stored;
        this.floats = floats;
        this.worst = worst;
        this.columns = floats.columns();
    }

    /**
     * Compares.
     *
     * @param stored a matrix in blocks
     * @param floats what it stands for, of a shape that it fits
     * @param worst  how many of the worst blocks are wanted
     */
    static MatrixQuality of(final StoredBlocks stored, final WeightMatrix floats, final int worst,
            final RowWorkers workers) {
        return new MatrixComparison(stored, floats, worst).run(workers);
    }

    private MatrixQuality run(final RowWorkers workers) {
        final int rowsPerChunk = Math.max(1, CHUNK_WEIGHTS / columns);
        final var parts = new Part[Math.ceilDiv(floats.rows(), rowsPerChunk)];
        try {
            workers.forEach(floats.rows(), rowsPerChunk, (first, count, scratch) -> parts[first
                    / rowsPerChunk] = compare(first, count, scratch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // In the order of the rows, so that the sums do not depend on who was faster.
        final var error = Arrays.stream(parts).map(Part::error).reduce(QuantizationError.NONE,
                QuantizationError::plus);
        final double size = Math.sqrt(error.signal() / error.weights());
        final var place = MatrixPlace.of(stored.name());
        return new MatrixQuality(stored.name(), place.layer(), place.role(), floats.rows(), columns,
                stored.format(), error,
                Arrays.stream(parts).flatMap(part -> part.worst().stream()).sorted(LARGEST_FIRST).limit(worst)
                        .map(it -> new BlockError(it.row(), it.block(), it.error() / size)).toList());
    }

    private Part compare(final int first, final int count, final SegmentAllocator scratch) {
        final MemorySegment found = stored.floats(first, count, columns, scratch);
        final MemorySegment expected = expected(first, count, scratch);
        final int blockSize = stored.format().blockSize();
        // The least of the worst is at the head, to be given up for a worse one.
        final var largest = new PriorityQueue<BlockError>(LARGEST_FIRST.reversed());
        QuantizationError sum = QuantizationError.NONE;
        for (int row = 0; row < count; row++) {
            for (int from = 0; from < columns; from += blockSize) {
                final long offset = ((long) row * columns + from) * Float.BYTES;
                final long bytes = (long) Math.min(columns - from, blockSize) * Float.BYTES;
                final var error = QuantizationError.between(expected.asSlice(offset, bytes),
                        found.asSlice(offset, bytes));
                sum = sum.plus(error);
                largest.add(new BlockError(first + row, from / blockSize,
                        Math.sqrt(error.noise() / error.weights())));
                if (largest.size() > worst) {
                    largest.remove();
                }
            }
        }
        return new Part(sum, List.copyOf(largest));
    }

    /** The floats in the order in which the blocks store their columns. */
    private MemorySegment expected(final int first, final int count, final SegmentAllocator scratch) {
        final MemorySegment natural = scratch.allocate((long) count * columns * Float.BYTES, Float.BYTES);
        FloatRows.toFloat(floats.rows(first, count, scratch), natural);
        if (stored.order().isEmpty()) {
            return natural;
        }
        final List<Integer> order = stored.order().get();
        final MemorySegment ordered = scratch.allocate(natural.byteSize(), Float.BYTES);
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < columns; column++) {
                ordered.setAtIndex(FLOAT, (long) row * columns + column,
                        natural.getAtIndex(FLOAT, (long) row * columns + order.get(column)));
            }
        }
        return ordered;
    }
}
