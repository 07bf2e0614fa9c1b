package dev.ingot.decoder;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Rows of cosines and sines, one per position. Long contexts have millions of both: those of the first n positions and of every
 * n-th one are computed, where n is about the root of their number, the rest are of sums of angles,
 *
 * <pre>
 * cos(far + near) = cos far cos near - sin far sin near
 * sin(far + near) = sin far cos near + cos far sin near
 * </pre>
 *
 * <p>in double precision, which is as exact as the angles are. Immutable.
 */
final class RotaryRows {

    private final int pairs;
    private final double magnitude;
    private final int step;
    private final double[] nearCosines;
    private final double[] nearSines;
    private final double[] farCosines;
    private final double[] farSines;

    /**
     * Computes what all rows are made of.
     *
     * @param radians   per position, one per pair
     * @param magnitude of cosines and sines
     * @param positions number of rows
     */
    RotaryRows(final double[] radians, final double magnitude, final int positions) {
        this.pairs = radians.length;
        this.magnitude = magnitude;
        this.step = Math.max(1, (int) Math.sqrt(positions));
        final int far = Math.ceilDiv(positions, step);
        this.nearCosines = table(radians, step, 1, Math::cos);
        this.nearSines = table(radians, step, 1, Math::sin);
        this.farCosines = table(radians, far, step, Math::cos);
        this.farSines = table(radians, far, step, Math::sin);
    }

    private static double[] table(final double[] radians, final int rows, final int step,
            final DoubleUnaryOperator function) {
        final double[] table = new double[rows * radians.length];
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < radians.length; j++) {
                table[row * radians.length + j] = function.applyAsDouble((double) row * step * radians[j]);
            }
        }
        return table;
    }

    /** Fills one row of cosines; columns beyond the pairs do not turn. */
    void cosines(final int position, final float[] target) {
        Arrays.fill(target, 1);
        final int far = position / step * pairs;
        final int near = position % step * pairs;
        for (int j = 0; j < pairs; j++) {
            target[j] = (float) ((farCosines[far + j] * nearCosines[near + j]
                    - farSines[far + j] * nearSines[near + j]) * magnitude);
        }
    }

    /** Fills one row of sines; columns beyond the pairs do not turn. */
    void sines(final int position, final float[] target) {
        Arrays.fill(target, 0);
        final int far = position / step * pairs;
        final int near = position % step * pairs;
        for (int j = 0; j < pairs; j++) {
            target[j] = (float) ((farSines[far + j] * nearCosines[near + j]
                    + farCosines[far + j] * nearSines[near + j]) * magnitude);
        }
    }
}
