package dev.ingot.gptq;

/**
 * Multiples of rows taken off or added to another row, several at a time, since the row would else travel through the
 * cache for each. Plain loops over one index, which the JVM's compiler vectorizes.
 */
final class Axpy {

    private static final int STEP = 8;

    private Axpy() {}

    /** Takes off {@code rows[m][factor] * rows[m]} for each m, between two columns. */
    static void subtract(final float[][] rows, final int start, final int end, final int factor,
            final float[] target, final int from, final int to) {
        int m = start;
        for (; m + STEP <= end; m += STEP) {
            add(target, rows[m], -rows[m][factor], rows[m + 1], -rows[m + 1][factor], rows[m + 2],
                    -rows[m + 2][factor], rows[m + 3], -rows[m + 3][factor], from, to);
            add(target, rows[m + 4], -rows[m + 4][factor], rows[m + 5], -rows[m + 5][factor], rows[m + 6],
                    -rows[m + 6][factor], rows[m + 7], -rows[m + 7][factor], from, to);
        }
        for (; m < end; m++) {
            add(target, rows[m], -rows[m][factor], from, to);
        }
    }

    /** Adds {@code factors[m - start] * rows[m]} for each m, between two columns. */
    static void add(final float[][] rows, final int start, final int end, final float[] factors,
            final float[] target, final int from, final int to) {
        int m = start;
        for (; m + STEP <= end; m += STEP) {
            final int f = m - start;
            add(target, rows[m], factors[f], rows[m + 1], factors[f + 1], rows[m + 2], factors[f + 2],
                    rows[m + 3], factors[f + 3], from, to);
            add(target, rows[m + 4], factors[f + 4], rows[m + 5], factors[f + 5], rows[m + 6], factors[f + 6],
                    rows[m + 7], factors[f + 7], from, to);
        }
        for (; m < end; m++) {
            add(target, rows[m], factors[m - start], from, to);
        }
    }

    /** Adds a multiple of a row. */
    static void add(final float[] target, final float[] row, final float factor, final int from,
            final int to) {
        for (int i = from; i < to; i++) {
            target[i] += factor * row[i];
        }
    }

    private static void add(final float[] target, final float[] a, final float fa, final float[] b,
            final float fb, final float[] c, final float fc, final float[] d, final float fd, final int from,
            final int to) {
        for (int i = from; i < to; i++) {
            target[i] += (fa * a[i] + fb * b[i]) + (fc * c[i] + fd * d[i]);
        }
    }

    /** Multiplies the first elements of a row. */
    static void scale(final float[] row, final float factor, final int count) {
        for (int i = 0; i < count; i++) {
            row[i] *= factor;
        }
    }
}
