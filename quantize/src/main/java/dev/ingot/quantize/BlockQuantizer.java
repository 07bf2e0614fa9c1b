package dev.ingot.quantize;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.WeightValueException;
import dev.ingot.kernel.BlockKernel;
import dev.ingot.kernel.HqqKernel;
import dev.ingot.kernel.Kernels;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Turns matrices of weights into packed blocks, a chunk of rows at a time: one chunk per worker is in memory, off-heap,
 * however large the matrix is.
 *
 * <p>Immutable; one quantizer serves several threads.
 */
public final class BlockQuantizer {

    private static final int CHUNK_BYTES = 1 << 18;

    private final BlockFormat format;
    private final BlockKernel kernel;

    private BlockQuantizer(final BlockFormat format, final BlockKernel kernel) {
        this.format = format;
        this.kernel = kernel;
    }

    /**
     * Creates a quantizer.
     *
     * @param format    how blocks are stored
     * @param algorithm how scales and zero points are chosen
     * @param mode      what is done where the algorithm's reference loses weights
     * @return the quantizer
     * @throws InvalidOptionException if the algorithm cannot do with such blocks
     */
    public static BlockQuantizer of(final BlockFormat format, final Algorithm algorithm, final Mode mode) {
        return of(format, algorithm, mode, Kernels.active());
    }

    /**
     * Creates a quantizer for {@link QdqTensors} that rounds as ONNX Runtime's own does for them: as {@link
     * Algorithm#DEFAULT}, but halves below zero go down.
     *
     * @param format how blocks are stored before they are turned
     * @param mode   what is done where the reference loses weights
     * @return the quantizer
     */
    public static BlockQuantizer forQdq(final BlockFormat format, final Mode mode) {
        return new BlockQuantizer(format, Kernels.centered(format, mode));
    }

    static BlockQuantizer of(final BlockFormat format, final Algorithm algorithm, final Mode mode,
            final Kernels kernels) {
        if (!algorithm.supports(format)) {
            throw new InvalidOptionException(
                    algorithm.label() + ": expected blocks of a kind that it knows, found " + format);
        }
        return new BlockQuantizer(format, kernels.blocks(format, algorithm, mode));
    }

    /**
     * Quantizes a matrix.
     *
     * @param weights the matrix, {@code [rows, columns]}, at least one column
     * @param sink    takes the chunks, in any order and from several threads at once
     * @param workers the threads that work
     * @throws IOException          if the sink throws it
     * @throws WeightValueException if a weight is NaN or infinite; which one is reported does not depend on the
     *                              number of workers
     * @throws dev.ingot.error.CancelledException if the calling thread is interrupted
     */
    public void quantize(final WeightMatrix weights, final PackedSink sink, final RowWorkers workers)
            throws IOException {
        final int rowsPerChunk = Math.max(1, CHUNK_BYTES / Math.max(1, weights.columns()) / Short.BYTES);
        final BlockKernel fitted = kernel instanceof HqqKernel hqq && hqq.endsTogether()
                ? hqq.endingBy(errors(hqq, weights, rowsPerChunk, workers))
                : kernel;
        workers.forEach(weights.rows(), rowsPerChunk, (first, count, scratch) -> sink
                .accept(quantize(fitted, weights, first, count, scratch)));
    }

    private static double[] errors(final HqqKernel hqq, final WeightMatrix weights, final int rowsPerChunk,
            final RowWorkers workers) throws IOException {
        final var parts = new ConcurrentSkipListMap<Integer, double[]>();
        workers.forEach(weights.rows(), rowsPerChunk, (first, count, scratch) -> parts.put(first,
                hqq.errors(weights.rows(first, count, scratch))));
        return parts.values().stream().reduce((sums, part) -> {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += part[i];
            }
            return sums;
        }).orElseThrow();
    }

    /**
     * Shows a matrix as it would be quantized; whoever reads rows of it quantizes them. In the reference mode of
     * {@link Algorithm#HQQ}, which looks at all rows before it ends, some blocks may differ.
     *
     * @param weights the matrix
     * @return a matrix of the same shape
     */
    public PackedMatrix view(final WeightMatrix weights) {
        return new QuantizedMatrix(weights, this);
    }

    BlockFormat format() {
        return format;
    }

    PackedRows quantize(final WeightMatrix weights, final int first, final int count,
            final SegmentAllocator scratch) {
        return quantize(kernel, weights, first, count, scratch);
    }

    private PackedRows quantize(final BlockKernel by, final WeightMatrix weights, final int first,
            final int count, final SegmentAllocator scratch) {
        final var rows = weights.rows(first, count, scratch);
        final var packed = allocate(first, count, weights.columns(), scratch);
        if (!by.quantize(rows, packed)) {
            throw notFinite(weights, first, rows);
        }
        return packed;
    }

    private PackedRows allocate(final int first, final int count, final int columns,
            final SegmentAllocator scratch) {
        final MemorySegment blocks = scratch.allocate((long) count * format.rowBytes(columns));
        final MemorySegment scales = scratch.allocate((long) count * format.scaleBytes(columns), Float.BYTES);
        final MemorySegment zeroPoints = scratch.allocate((long) count * format.zeroPointBytes(columns));
        return new PackedRows(first, count, blocks, scales, zeroPoints);
    }

    /** Names the first weight that is not finite; the kernels only say that there is one. */
    private static WeightValueException notFinite(final WeightMatrix weights, final int first,
            final WeightRows rows) {
        final long elements = (long) rows.count() * rows.columns();
        for (long i = 0; i < elements; i++) {
            final float value = rows.get(i);
            if (!Float.isFinite(value)) {
                return weights.notFinite(first + i / rows.columns(), i % rows.columns(), value);
            }
        }
        throw new IllegalStateException(weights.name() + ": changed while it was read");
    }
}
