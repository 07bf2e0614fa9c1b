package dev.ingot.gptq;

import java.util.List;

/**
 * The published procedure, word for word and in doubles: a column is rounded, its error divided by the diagonal of the
 * inverse Hessian goes to all columns that are left, and the column is eliminated from the inverse (Frantar et al. 2022,
 * equations 1 to 3). Grids are given, so that only the rounding is compared.
 */
final class ObqReference {

    /** What the codes of a column of a row stand for. */
    interface Grids {

        double scale(int column);

        int zero(int column);
    }

    private ObqReference() {}

    static int[] codes(final double[] row, final double[][] hessian, final double damping,
            final List<Integer> order,
            final Grids grids, final int top) {
        final int n = row.length;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += hessian[i][i] / n;
        }
        final double[][] damped = new double[n][];
        for (int i = 0; i < n; i++) {
            damped[i] = hessian[i].clone();
            damped[i][i] += damping * mean;
        }
        final double[][] inverse = inverse(damped);
        final double[] w = row.clone();
        final int[] codes = new int[n];
        for (final int i : order) {
            final double scale = grids.scale(i);
            codes[i] = scale == 0
                    ? grids.zero(i)
                    : Math.clamp(Math.round(w[i] / scale + grids.zero(i)), 0, top);
            final double error = (w[i] - (codes[i] - grids.zero(i)) * scale) / inverse[i][i];
            final double[] pivot = inverse[i].clone();
            for (int j = 0; j < n; j++) {
                w[j] -= error * pivot[j];
            }
            for (int a = 0; a < n; a++) {
                final double factor = inverse[a][i] / pivot[i];
                for (int b = 0; b < n; b++) {
                    inverse[a][b] -= factor * pivot[b];
                }
            }
            inverse[i][i] = 1; // Eliminated: never read again.
        }
        return codes;
    }

    private static double[][] inverse(final double[][] matrix) {
        final int n = matrix.length;
        final double[][] left = new double[n][];
        final double[][] right = new double[n][n];
        for (int i = 0; i < n; i++) {
            left[i] = matrix[i].clone();
            right[i][i] = 1;
        }
        for (int i = 0; i < n; i++) {
            final double pivot = left[i][i];
            for (int j = 0; j < n; j++) {
                left[i][j] /= pivot;
                right[i][j] /= pivot;
            }
            for (int k = 0; k < n; k++) {
                final double factor = left[k][i];
                for (int j = 0; k != i && j < n; j++) {
                    left[k][j] -= factor * left[i][j];
                    right[k][j] -= factor * right[i][j];
                }
            }
        }
        return right;
    }
}
