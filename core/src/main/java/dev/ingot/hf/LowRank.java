package dev.ingot.hf;

/**
 * A low-rank product {@code scale * (B A)} that an adapter adds to the weight {@code [out, in]} of a linear layer, A being
 * {@code [r, in]} and B {@code [out, r]}. Valid as long as its adapter is open. Thread-safe.
 */
public final class LowRank {

    private final Factor a;
    private final Factor b;
    private final float scale;

    LowRank(final Factor a, final Factor b, final float scale) {
        this.a = a;
        this.b = b;
        this.scale = scale;
    }

    /**
     * Returns the rank.
     *
     * @return r
     */
    public int rank() {
        return a.rows();
    }

    /**
     * Returns the width of the input.
     *
     * @return in
     */
    public int inputs() {
        return a.columns();
    }

    /**
     * Returns the width of the output.
     *
     * @return out
     */
    public int outputs() {
        return b.rows();
    }

    /**
     * Returns the factor of the product.
     *
     * @return the scale
     */
    public float scale() {
        return scale;
    }

    /**
     * Reads a row of A.
     *
     * @param row    from 0 to the rank
     * @param target as many as inputs
     */
    public void readA(final int row, final float[] target) {
        a.row(row, target);
    }

    /**
     * Reads a row of B.
     *
     * @param row    from 0 to the number of outputs
     * @param target as many as the rank
     */
    public void readB(final int row, final float[] target) {
        b.row(row, target);
    }
}
