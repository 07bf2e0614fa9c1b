package dev.ingot.kernel;

/**
 * A sum in a fixed order that every vector width can follow: element {@code i} goes to lane {@code i % 16}; a lane sums
 * {@value #CHUNK} elements' share in float32, then hands it to its float64 total.
 */
final class LaneSums {

    static final int LANES = 16;
    static final int CHUNK = 1024;

    private final float[] shares = new float[LANES];
    private final double[] totals = new double[LANES];

    /** Adds element {@code index}; indices rise by one. */
    void add(final int index, final float value) {
        shares[index % LANES] += value;
        if ((index + 1) % CHUNK == 0) {
            flush();
        }
    }

    /** Where a vector loop puts the shares of a whole chunk. */
    float[] shares() {
        return shares;
    }

    /** Ends a chunk. */
    void flush() {
        for (int lane = 0; lane < LANES; lane++) {
            totals[lane] += shares[lane];
            shares[lane] = 0;
        }
    }

    /** Returns the sum of everything added. */
    double total() {
        flush();
        double total = 0;
        for (final double lane : totals) {
            total += lane;
        }
        return total;
    }
}
