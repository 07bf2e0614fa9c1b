package dev.ingot.kernel;

import dev.ingot.quantize.QuantizationError;

/**
 * Sums of squares in a fixed order that every vector width can follow: of two neighbouring weights the even one goes to one
 * of the first 16 lanes, the odd one to one of the last; a lane adds up its share of {@value #CHUNK} weights in float32,
 * then hands it to its float64 total.
 */
final class ErrorSums {

    /** Lanes of the even weights, and of the odd ones. */
    static final int LANES = 16;
    /** Weights of a chunk. */
    static final int CHUNK = 4096;

    /** Shares of the squares of weights: evens, then odds. */
    final float[] signal = new float[2 * LANES];
    /** Shares of the squares of differences. */
    final float[] noise = new float[2 * LANES];

    private final double[] signals = new double[2 * LANES];
    private final double[] noises = new double[2 * LANES];
    private float largest;

    /** Adds weight {@code index}; indices rise by one. */
    void add(final long index, final float weight, final float other) {
        final int lane = (int) (index / 2 % LANES + index % 2 * LANES);
        final float difference = weight - other;
        signal[lane] += weight * weight;
        noise[lane] += difference * difference;
        limit(Math.abs(difference));
        if ((index + 1) % CHUNK == 0) {
            flush();
        }
    }

    /** Notes the magnitude of a difference. */
    void limit(final float magnitude) {
        largest = Math.max(largest, magnitude);
    }

    /** Ends a chunk. */
    void flush() {
        for (int lane = 0; lane < 2 * LANES; lane++) {
            signals[lane] += signal[lane];
            noises[lane] += noise[lane];
            signal[lane] = 0;
            noise[lane] = 0;
        }
    }

    /** Returns the figures of everything added. */
    QuantizationError total(final long weights) {
        flush();
        double allSignal = 0;
        double allNoise = 0;
        for (int lane = 0; lane < 2 * LANES; lane++) {
            allSignal += signals[lane];
            allNoise += noises[lane];
        }
        return new QuantizationError(weights, allSignal, allNoise, largest);
    }
}
