package dev.ingot.foundry.validate;

import java.util.Arrays;

/**
 * How much wider than for independent values the interval of a slope has to be when each value is like the one before it, as
 * the memory of a process is. The noise is taken for an autoregressive process of the first order. Its correlation is estimated
 * from what a straight line leaves, less the bias that taking the line away brings, and taken as high as it may be (95 %, one
 * side). From it follow, both exactly for this number of values, how much more the slope scatters than the residuals say
 * and, from the effective number of values (Bayley and Hammersley 1946), the quantile of Student's t in place of the normal one.
 */
final class Persistence {

    /** A unit root has no number of its own; this one is as wide. */
    private static final double MOST = 0.99;
    private static final int STEPS = 99;
    private static final double ONE_SIDED = 1.6448536269514722;
    /** Three standard deviations in median deviations: values beyond would hide how alike the others are. */
    private static final double CLIP = 4.45;
    private static final double FEWEST = 3;

    private final int n;
    /** By distance: sums over all pairs so far apart of what is multiplied with their covariance. */
    private final double[] slope;
    private final double[] square;
    private final double[] product;

    private Persistence(final int n) {
        this.n = n;
        slope = new double[n];
        square = new double[n];
        product = new double[n];
        prepare();
    }

    /**
     * Returns the factor for the interval's half widths.
     *
     * @param residuals what a straight line leaves, at least 5
     * @return at least about 1
     */
    static double widening(final double[] residuals) {
        final double[] clipped = clipped(residuals);
        double all = 0;
        double neighbours = 0;
        for (int i = 0; i < clipped.length; i++) {
            all += clipped[i] * clipped[i];
            neighbours += i == 0 ? 0 : clipped[i] * clipped[i - 1];
        }
        // Values that lie on the line need no width, and have none.
        return all == 0 ? 1 : new Persistence(residuals.length).factor(neighbours / all);
    }

    private static double[] clipped(final double[] residuals) {
        final double[] sizes = Arrays.stream(residuals).map(Math::abs).sorted().toArray();
        final double most = CLIP * TheilSen.median(sizes);
        final double[] inside = Arrays.stream(residuals).map(it -> Math.clamp(it, -most, most)).toArray();
        final double mean = Arrays.stream(inside).average().orElse(0);
        return Arrays.stream(inside).map(it -> it - mean).toArray();
    }

    private double factor(final double estimate) {
        final double correlation = unbiased(estimate);
        final double highest = Math.min(MOST,
                correlation + ONE_SIDED * Math.sqrt((1 - correlation * correlation) / n));
        final double effective = Math.max(FEWEST, n * (1 - highest) / (1 + highest));
        return Math.sqrt(inflation(highest)) * student(effective - 1) / TheilSen.Z;
    }

    /** The correlation from 0 on whose expected estimate this one is. */
    private double unbiased(final double estimate) {
        double lower = expected(0);
        for (int i = 1; i <= STEPS; i++) {
            final double upper = expected(MOST * i / STEPS);
            if (upper >= estimate) {
                final double part = (estimate - lower) / (upper - lower);
                return MOST * (i - 1 + Math.clamp(part, 0, 1)) / STEPS;
            }
            lower = upper;
        }
        return MOST;
    }

    /** Expected product of neighbouring residuals of a line of least squares, by their expected square. */
    private double expected(final double correlation) {
        return sum(product, correlation) / sum(square, correlation);
    }

    /** Variance of the slope, by what the residuals say of it when they are taken for independent. */
    private double inflation(final double correlation) {
        return sum(slope, correlation) * (n - 2) / sum(square, correlation);
    }

    private static double sum(final double[] byDistance, final double correlation) {
        double sum = 0;
        for (int i = byDistance.length - 1; i >= 0; i--) {
            sum = sum * correlation + byDistance[i];
        }
        return sum;
    }

    /** With the projections q on a constant and a slope, residuals are M x, M = I - Q Q'; neighbours are L, one beside the diagonal. */
    private void prepare() {
        final double[][] q = new double[2][n];
        Arrays.fill(q[0], 1 / Math.sqrt(n));
        final double norm = Math.sqrt(n * (n * (double) n - 1) / 12);
        Arrays.setAll(q[1], i -> (i - (n - 1) / 2.0) / norm);
        final double[][] inner = new double[2][2]; // Q' L Q
        for (int k = 0; k < 2; k++) {
            for (int l = 0; l < 2; l++) {
                for (int i = 0; i + 1 < n; i++) {
                    inner[k][l] += q[k][i] * q[l][i + 1];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                add(i, j, q, inner);
            }
        }
    }

    private void add(final int i, final int j, final double[][] q, final double[][] inner) {
        final int distance = Math.abs(i - j);
        double residual = i == j ? 1 : 0;
        double neighbours = j == i + 1 ? 1 : 0; // of M L M
        for (int k = 0; k < 2; k++) {
            residual -= q[k][i] * q[k][j];
            neighbours -= j > 0 ? q[k][i] * q[k][j - 1] : 0;
            neighbours -= i + 1 < n ? q[k][i + 1] * q[k][j] : 0;
            for (int l = 0; l < 2; l++) {
                neighbours += q[k][i] * inner[k][l] * q[l][j];
            }
        }
        slope[distance] += q[1][i] * q[1][j];
        square[distance] += residual;
        product[distance] += neighbours;
    }

    /** The quantile of 97.5 % of Student's t (Abramowitz and Stegun 26.7.5); for 2 degrees of freedom 4.17 in place of 4.30. */
    private static double student(final double degrees) {
        final double z = TheilSen.Z;
        final double z3 = z * z * z;
        final double z5 = z3 * z * z;
        final double z7 = z5 * z * z;
        return z + (z3 + z) / (4 * degrees) + (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees * degrees)
                + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees * degrees * degrees);
    }
}
