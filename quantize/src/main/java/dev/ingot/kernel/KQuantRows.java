package dev.ingot.kernel;

/** The loops of {@link KQuantGroup}, in the manner of {@link Loops}: all arrays at one index. */
final class KQuantRows {

    /** Added to a float below 2^22 and taken away again, it rounds to an integer, halves to even. */
    private static final float ROUNDER = 0x1.8p23f;

    private KQuantRows() {}

    static void inverses(final float factor, final float[] high, final float[] min, final float[] inverse,
            final int count) {
        for (int i = 0; i < count; i++) {
            inverse[i] = factor / (high[i] - min[i]);
        }
    }

    /** Makes NaN where a factor is not finite. */
    static void poison(final float[] inverse, final float[] poison, final int count) {
        for (int i = 0; i < count; i++) {
            poison[i] += inverse[i] * 0f;
        }
    }

    static void reciprocals(final float[] inverse, final float[] scale, final int count) {
        for (int i = 0; i < count; i++) {
            scale[i] = 1 / inverse[i];
        }
    }

    static void roots(final float[] squares, final int size, final float[] roots, final int count) {
        for (int i = 0; i < count; i++) {
            roots[i] = (float) Math.sqrt(squares[i] / size);
        }
    }

    static void importance(final float[] weights, final float[] roots, final float[] importance,
            final int count) {
        for (int i = 0; i < count; i++) {
            importance[i] = roots[i] + Math.abs(weights[i]);
        }
    }

    static void round(final float[] weights, final float[] min, final float[] inverse, final int top,
            final float[] levels, final int count) {
        for (int i = 0; i < count; i++) {
            final float rounded = inverse[i] * (weights[i] - min[i]) + ROUNDER - ROUNDER;
            levels[i] = Math.min(top, Math.max(0, (int) rounded));
        }
    }

    static void add(final float[] terms, final float[] sums, final int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += terms[i];
        }
    }

    static void product(final float[] a, final float[] b, final float[] sums, final int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += a[i] * b[i];
        }
    }

    /** All three sums that a fit needs of the levels. */
    static void products(final float[] importance, final float[] levels, final float[] weights,
            final float[] sumsL, final float[] sumsL2, final float[] sumsXl, final int count) {
        for (int i = 0; i < count; i++) {
            final float term = importance[i] * levels[i];
            sumsL[i] += term;
            sumsL2[i] += term * levels[i];
            sumsXl[i] += term * weights[i];
        }
    }

    static void solve(final float[] sumW, final float[] sumX, final float[] sumL, final float[] sumL2,
            final float[] sumXl, final float[] scale, final float[] min, final int count) {
        for (int i = 0; i < count; i++) {
            final float determinant = sumW[i] * sumL2[i] - sumL[i] * sumL[i];
            scale[i] = (sumW[i] * sumXl[i] - sumX[i] * sumL[i]) / determinant;
            min[i] = (sumL2[i] * sumX[i] - sumL[i] * sumXl[i]) / determinant;
        }
    }

    static void error(final float[] importance, final float[] levels, final float[] weights,
            final float[] scale, final float[] min, final float[] sums, final int count) {
        for (int i = 0; i < count; i++) {
            final float difference = scale[i] * levels[i] + min[i] - weights[i];
            sums[i] += importance[i] * (difference * difference);
        }
    }
}
