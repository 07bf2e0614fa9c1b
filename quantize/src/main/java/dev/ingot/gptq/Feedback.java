package dev.ingot.gptq;

import dev.ingot.quantize.RowWorkers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What the rounding error of a column demands of the columns after it.
 *
 * <p>The squared error of a matrix's products is {@code (w - q) H (w - q)^T} for each row {@code w} that becomes
 * {@code q}. With {@code H = R R^T}, {@code R} upper triangular, it is the length of {@code (w - q) R}, and element {@code
 * i} of that depends on columns up to {@code i} alone. Rounding from the first column to the last, each time
 *
 * <pre>
 *   w_i + sum over k &lt; i of (w_k - q_k) R_ki / R_ii
 * </pre>
 *
 * keeps every element as small as it can be: GPTQ (Frantar et al. 2022, arXiv 2210.17323). The paper updates the weights
 * with the Cholesky factor of the inverse of H, which is {@code R^-1}; both say the same, and this way nothing is inverted.
 *
 * <p>Immutable; one serves all matrices that multiply the same inputs.
 */
public final class Feedback {

    private static final Logger LOG = System.getLogger(Feedback.class.getName());
    private static final int ATTEMPTS = 5;
    private static final double MORE = 10;
    private static final double LEAST_RESCUE = 1e-4;

    private final ColumnSequence sequence;
    private final float[][] shares; // by place: R_ki / R_ii in row k, for i > k

    private Feedback(final ColumnSequence sequence, final float[][] shares) {
        this.sequence = sequence;
        this.shares = shares;
    }

    /**
     * Works out the feedback. Columns that were never used neither give nor take: they are rounded to nearest.
     *
     * @param hessian  of the matrix's inputs, with at least one
     * @param damping  added to the diagonal, as a part of its mean; more where that is too little
     * @param actOrder whether the columns that are used most are rounded first
     * @param workers  the threads that work
     * @return the feedback
     * @throws IllegalArgumentException           if an input was not finite
     * @throws dev.ingot.error.CancelledException if the calling thread is interrupted
     */
    public static Feedback of(final Hessian hessian, final double damping, final boolean actOrder,
            final RowWorkers workers) {
        final var sequence = actOrder
                ? ColumnSequence.byUse(hessian)
                : ColumnSequence.natural(hessian.columns());
        double part = damping;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final float[][] lower = hessian.lower(sequence, part * hessian.scale());
            if (UpperFactor.factor(lower, workers)) {
                return new Feedback(sequence, UpperFactor.shares(lower));
            }
            LOG.log(Level.DEBUG, "a damping of {0} leaves the Hessian singular, trying more",
                    part);
            part = Math.max(LEAST_RESCUE, part * MORE);
        }
        throw new IllegalArgumentException("the Hessian is not positive: inputs are not finite");
    }

    ColumnSequence sequence() {
        return sequence;
    }

    /** What a unit of error at a place adds to each later place. */
    float[] shares(final int place) {
        return shares[place];
    }

    /** All of them, by place. */
    float[][] rows() {
        return shares;
    }

    static IllegalStateException cannotHappen(final IOException e) {
        return new IllegalStateException("nothing is read or written here", e);
    }
}
