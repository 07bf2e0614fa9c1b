package dev.ingot.kernel;

import java.util.Arrays;

/**
 * The sum of a block of exponentials in a fixed order that every vector width can follow: element {@code i} goes to lane
 * {@code i % 16}, and the lanes are added up in pairs. All of it in float32: a lane has few elements.
 */
final class BlockSum {

    static final int LANES = 16;

    private static final double LOG2_E = 1.4426950408889634;

    private final float[] lanes = new float[LANES];

    /** Returns the factor that makes exponents powers of 2 within a block. */
    static float scale(final double inverseTemperature) {
        return (float) (inverseTemperature * LOG2_E);
    }

    /** Adds an element of the block. */
    void add(final int index, final float value) {
        lanes[index % LANES] += value;
    }

    /** Where a vector loop puts the lanes of a whole block. */
    float[] lanes() {
        return lanes;
    }

    /** Returns the sum of everything added, and begins anew. */
    float take() {
        final float sum = (quarter(0) + quarter(2)) + (quarter(1) + quarter(3));
        Arrays.fill(lanes, 0);
        return sum;
    }

    private float quarter(final int lane) {
        return (lanes[lane] + lanes[lane + 8]) + (lanes[lane + 4] + lanes[lane + 12]);
    }

    /**
     * Makes weights that are relative to their blocks' maxima relative to that of all blocks. The distance of blocks counts in
     * float64, as it is an error of all their weight.
     */
    static void relate(final float[] maxima, final float[] weights, final int blocks,
            final double inverseTemperature) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < blocks; i++) {
            max = Math.max(max, maxima[i]);
        }
        for (int i = 0; i < blocks; i++) {
            weights[i] *= Exp.power(((double) maxima[i] - max) * inverseTemperature * LOG2_E);
        }
    }
}
