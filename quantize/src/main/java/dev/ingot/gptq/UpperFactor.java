package dev.ingot.gptq;

import dev.ingot.quantize.RowWorkers;
import java.io.IOException;

/**
 * The factor {@code R} of {@code H = R R^T}, upper triangular: Cholesky's from the last column to the first. It is
 * computed in place and transposed, in the lower triangle: row {@code j} becomes column {@code j} of R, so that all loops
 * run along rows. In panels of some rows, whose effect on the rows above is taken in one pass.
 */
final class UpperFactor {

    private static final int PANEL = 64;
    private static final int TILE = 1024;
    private static final int ROWS = 32;

    private UpperFactor() {}

    /** Factors in place; false if the matrix is not positive definite. */
    static boolean factor(final float[][] lower, final RowWorkers workers) {
        for (int end = lower.length; end > 0; end -= PANEL) {
            final int start = Math.max(0, end - PANEL);
            if (!factorPanel(lower, start, end)) {
                return false;
            }
            update(lower, start, end, workers);
        }
        return true;
    }

    private static boolean factorPanel(final float[][] lower, final int start, final int end) {
        for (int j = end - 1; j >= start; j--) {
            Axpy.subtract(lower, j + 1, end, j, lower[j], 0, j + 1);
            final float pivot = lower[j][j];
            if (!(pivot > 0) || pivot == Float.POSITIVE_INFINITY) {
                return false;
            }
            Axpy.scale(lower[j], (float) (1 / Math.sqrt(pivot)), j + 1);
        }
        return true;
    }

    private static void update(final float[][] lower, final int start, final int end,
            final RowWorkers workers) {
        try {
            workers.forEach(start, ROWS, (first, count, scratch) -> {
                for (int tile = 0; tile < first + count; tile += TILE) {
                    for (int i = Math.max(first, tile); i < first + count; i++) {
                        Axpy.subtract(lower, start, end, i, lower[i], tile, Math.min(i + 1, tile + TILE));
                    }
                }
            });
        } catch (final IOException e) {
            throw Feedback.cannotHappen(e);
        }
    }

    /** Turns the factor, and divides its columns by their last elements: {@code R_ki / R_ii} in row k. */
    static float[][] shares(final float[][] lower) {
        for (int i = 0; i < lower.length; i++) {
            final float inverse = 1 / lower[i][i];
            for (int k = 0; k < i; k++) {
                lower[k][i] = lower[i][k] * inverse;
            }
        }
        return lower;
    }
}
