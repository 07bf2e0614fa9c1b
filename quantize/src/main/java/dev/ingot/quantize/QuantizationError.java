package dev.ingot.quantize;

import dev.ingot.kernel.Kernels;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How far one matrix is from another, by default a quantized one from the weights it was made of. Immutable; figures of
 * several matrices add up.
 *
 * @param weights number of weights
 * @param signal  sum of the squares of the exact weights
 * @param noise   sum of the squares of the differences
 * @param largest largest magnitude of a difference
 */
public record QuantizationError(long weights, double signal, double noise, double largest) {

    /** Of no weights. */
    public static final QuantizationError NONE = new QuantizationError(0, 0, 0, 0);

    private static final int CHUNK_WEIGHTS = 1 << 17;
    private static final double DECIBEL = 10;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /**
     * Compares two matrices of the same shape, row by row: a chunk of rows per worker is in memory. The figures do not
     * depend on the number of workers.
     *
     * @param exact       what is taken for right
     * @param approximate the other, for example {@link BlockQuantizer#view} of the same weights
     * @param workers     the threads that work
     * @return the figures
     * @throws IOException                             if reading fails
     * @throws dev.ingot.error.WeightValueException    if a weight that has to be quantized is NaN or infinite
     * @throws IllegalArgumentException                if the shapes differ
     */
    public static QuantizationError between(final WeightMatrix exact, final WeightMatrix approximate,
            final RowWorkers workers) throws IOException {
        if (exact.rows() != approximate.rows() || exact.columns() != approximate.columns()) {
            throw new IllegalArgumentException("expected the shape of " + exact.name() + ", " + exact.rows()
                    + " x " + exact.columns() + ", found " + approximate.rows() + " x "
                    + approximate.columns());
        }
        final var parts = new ConcurrentSkipListMap<Integer, QuantizationError>();
        workers.forEach(exact.rows(), Math.max(1, CHUNK_WEIGHTS / exact.columns()),
                (first, count, scratch) -> {
                    final var rows = exact.rows(first, count, scratch);
                    parts.put(first, approximate instanceof PackedMatrix matrix && matrix.order().isEmpty()
                            ? Kernels.active().errors().between(rows, matrix.packed(first, count, scratch),
                                    matrix.format())
                            : between(rows, approximate.rows(first, count, scratch), scratch));
                });
        return parts.values().stream().reduce(NONE, QuantizationError::plus);
    }

    private static QuantizationError between(final WeightRows exact, final WeightRows approximate,
            final SegmentAllocator scratch) {
        final var floats = scratch.allocate((long) exact.count() * exact.columns() * Float.BYTES);
        FloatRows.toFloat(approximate, floats);
        return Kernels.active().errors().between(exact, floats);
    }

    /**
     * Compares a few floats, such as those of a block, in float64.
     *
     * @param exact       little-endian floats
     * @param approximate as many
     * @return the figures
     */
    public static QuantizationError between(final MemorySegment exact, final MemorySegment approximate) {
        final long count = exact.byteSize() / Float.BYTES;
        double signal = 0;
        double noise = 0;
        double largest = 0;
        for (long i = 0; i < count; i++) {
            final double weight = exact.getAtIndex(FLOAT, i);
            final double difference = weight - approximate.getAtIndex(FLOAT, i);
            signal += weight * weight;
            noise += difference * difference;
            largest = Math.max(largest, Math.abs(difference));
        }
        return new QuantizationError(count, signal, noise, largest);
    }

    /**
     * Adds the figures of other weights.
     *
     * @param other their figures
     * @return the figures of both
     */
    public QuantizationError plus(final QuantizationError other) {
        return new QuantizationError(weights + other.weights, signal + other.signal, noise + other.noise,
                Math.max(largest, other.largest));
    }

    /**
     * Returns the length of the difference by that of the weights.
     *
     * @return 0 for no difference, also where all weights are zero
     */
    public double relative() {
        return noise == 0 ? 0 : Math.sqrt(noise / signal);
    }

    /**
     * Returns the ratio of signal to noise.
     *
     * @return decibels; infinite for no difference
     */
    public double snr() {
        return noise == 0 ? Double.POSITIVE_INFINITY : DECIBEL * Math.log10(signal / noise);
    }
}
