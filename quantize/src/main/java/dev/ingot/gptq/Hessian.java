package dev.ingot.gptq;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How much each pair of columns of a matrix is used together: the sum of {@code x^T x} over the inputs {@code x} that the
 * matrix was seen to multiply. Up to a factor it is the second derivative of the squared error of the products by a row of
 * the matrix, the same for every row (Frantar et al. 2022, arXiv 2210.17323). Takes {@code 4 K^2} bytes. Not thread-safe.
 */
public final class Hessian {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    private final float[][] sums;
    private long inputs;

    /**
     * Creates the sum over no inputs.
     *
     * @param columns of the matrix (K)
     */
    public Hessian(final int columns) {
        this.sums = new float[columns][columns];
    }

    /**
     * Adds the products of some inputs.
     *
     * @param products {@code x^T x} summed over them, {@code [K, K]} little-endian floats
     * @param count    how many inputs they are
     */
    public void add(final MemorySegment products, final long count) {
        final int columns = columns();
        final var row = new float[columns];
        for (int i = 0; i < columns; i++) {
            MemorySegment.copy(products, FLOAT, (long) i * columns * Float.BYTES, row, 0, columns);
            add(row, sums[i]);
        }
        inputs += count;
    }

    private static void add(final float[] row, final float[] sum) {
        for (int j = 0; j < row.length; j++) {
            sum[j] += row[j];
        }
    }

    /**
     * Returns the number of columns.
     *
     * @return K
     */
    public int columns() {
        return sums.length;
    }

    /**
     * Returns how many inputs have been added.
     *
     * @return inputs
     */
    public long inputs() {
        return inputs;
    }

    /**
     * Returns the sum for two columns.
     *
     * @param row    one of them
     * @param column the other
     * @return the sum of their products
     */
    public float get(final int row, final int column) {
        return sums[row][column];
    }

    /**
     * Copies the sums.
     *
     * @param target {@code [K, K]} little-endian floats
     */
    public void copyTo(final MemorySegment target) {
        final long rowBytes = (long) columns() * Float.BYTES;
        for (int i = 0; i < sums.length; i++) {
            MemorySegment.copy(sums[i], 0, target, FLOAT, i * rowBytes, sums.length);
        }
    }

    /** The mean of the diagonal: what damping is measured in. */
    double scale() {
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += sums[i][i];
        }
        return sum / sums.length;
    }

    /** The lower triangle in another order of the columns, with something added to the diagonal. */
    float[][] lower(final ColumnSequence sequence, final double damping) {
        final var lower = new float[sums.length][sums.length];
        for (int i = 0; i < sums.length; i++) {
            final float[] from = sums[sequence.column(i)];
            for (int j = 0; j < i; j++) {
                lower[i][j] = from[sequence.column(j)];
            }
            lower[i][i] = (float) (from[sequence.column(i)] + damping);
        }
        return lower;
    }
}
