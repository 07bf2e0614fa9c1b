package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.Arrays;

/**
 * Searches the grid {@code scale * q + min}, {@code q = 0 .. R}, that is closest to a block, where large weights count more.
 *
 * <pre>
 * importance   w[i] = sqrt(mean(x^2)) + |x[i]|
 * start        min = min(x), scale = (max(x) - min) / R
 * 20 trials    t = (R - 1 + 0.1 * trial) / (max(x) - min), q[i] = clamp(round(t * (x[i] - min)))
 *              scale' and min' by weighted least squares of x on q
 *              taken when sum(w * (scale' * q + min' - x)^2) is smaller
 * code         zero = clamp(round(-min / scale)), clamp(round(x / scale + zero)), the quotient in float64
 * </pre>
 *
 * <p>All else in float32, without FMA, halves to even; sums in one {@link SumOrder}. A short block is filled up with
 * zeros, which count like all weights. This is {@code quant_tensor_k_quant_cpu} of ONNX Runtime's quantizer, which
 * follows {@code make_qkx2_quants} of llama.cpp.
 *
 * <p>The reference clips the zero point of a block whose grid does not contain zero, and loses such a block. The repaired
 * mode starts from a range that contains zero and takes no grid that does not. Not thread-safe.
 */
final class KQuantSearch {

    static final int TRIALS = 20;
    private static final double STEP = 0.1;
    /** Below, the reciprocal of a scale of 8 bits overflows. */
    private static final float SMALLEST = 1e-35f;
    /** Above, the end of a grid may overflow. */
    private static final float LARGEST = 1e37f;

    private final boolean repaired;
    private final SumOrder order;
    private final int top;
    private final float[] weights;
    private final float[] importance;
    private final float[] levels;
    private final float[] terms;
    private final int[] codes;
    private final Gain gain;
    private float scale;
    private float min;
    private float error;

    KQuantSearch(final BlockFormat format, final Mode mode, final SumOrder order) {
        this.repaired = mode == Mode.REPAIRED;
        this.order = order;
        this.top = (1 << format.bits()) - 1;
        this.weights = new float[format.blockSize()];
        this.importance = new float[format.blockSize()];
        this.levels = new float[format.blockSize()];
        this.terms = new float[format.blockSize()];
        this.codes = new int[format.blockSize()];
        this.gain = new Gain(format, mode);
    }

    /** Returns whether ranges and their reciprocals are normal floats; all zero is ordinary, too. */
    static boolean isOrdinary(final int[] bits, final int count) {
        int magnitude = 0;
        for (int i = 0; i < count; i++) {
            magnitude = Math.max(magnitude, bits[i] & ~BlockRule.SIGN);
        }
        return magnitude == 0 || isOrdinary(Float.intBitsToFloat(magnitude));
    }

    /** Returns whether a range that reaches so far is a normal float, as well as its reciprocal. */
    static boolean isOrdinary(final float largest) {
        return largest >= SMALLEST && largest <= LARGEST;
    }

    /** Returns what a trial divides by the range. */
    static float factor(final int trial, final int top) {
        return (float) (-1 + STEP * trial + top);
    }

    /** Quantizes one block; see {@link TiledKernel.Encoder}. */
    boolean encode(final int[] bits, final int count, final PackedTile tile, final int block) {
        boolean finite = true;
        for (int i = 0; i < count; i++) {
            weights[i] = Float.intBitsToFloat(bits[i]);
            finite &= Float.isFinite(weights[i]);
        }
        Arrays.fill(weights, count, weights.length, 0);
        search();
        final int zero = (int) Math.clamp(Math.rint(-min / scale), 0f, top);
        for (int i = 0; i < weights.length; i++) {
            codes[i] = (int) Math.clamp(Math.rint(weights[i] / (double) scale + zero), 0, top);
        }
        tile.put(block, codes, gain.scale(bits, count, codes, scale, zero), zero);
        return finite;
    }

    private void search() {
        weigh();
        float low = repaired ? 0 : weights[0];
        float high = low;
        for (final float weight : weights) {
            low = Math.min(low, weight);
            high = Math.max(high, weight);
        }
        min = low;
        final float inverse = low == high ? 1 : top / (high - low);
        scale = 1 / inverse;
        round(inverse);
        error = error(scale, min);
        final float sumOfImportance = order.sum(importance);
        final float sumOfWeights = order.sum(times(importance, weights));
        for (int trial = 0; trial < TRIALS; trial++) {
            round(min == high ? 1 : factor(trial, top) / (high - min));
            fit(sumOfImportance, sumOfWeights);
        }
    }

    /** Computes how much each weight counts. */
    private void weigh() {
        final float mean = order.sum(times(weights, weights)) / weights.length;
        final float root = (float) Math.sqrt(mean);
        for (int i = 0; i < weights.length; i++) {
            importance[i] = root + Math.abs(weights[i]);
        }
    }

    /** Rounds the weights to levels above the current minimum. */
    private void round(final float inverse) {
        for (int i = 0; i < weights.length; i++) {
            levels[i] = clamp((float) Math.rint(inverse * (weights[i] - min)));
        }
    }

    private float clamp(final float level) {
        return Math.clamp(level, 0f, top);
    }

    /** Fits the grid to the levels, and takes it if it is better. */
    private void fit(final float sumOfImportance, final float sumOfWeights) {
        final float sumL = order.sum(times(importance, levels));
        for (int i = 0; i < terms.length; i++) {
            terms[i] = importance[i] * levels[i] * levels[i];
        }
        final float sumL2 = order.sum(terms);
        for (int i = 0; i < terms.length; i++) {
            terms[i] = importance[i] * levels[i] * weights[i];
        }
        final float sumXl = order.sum(terms);
        final float determinant = sumOfImportance * sumL2 - sumL * sumL;
        final float newScale = (sumOfImportance * sumXl - sumOfWeights * sumL) / determinant;
        final float newMin = (sumL2 * sumOfWeights - sumL * sumXl) / determinant;
        final float newError = error(newScale, newMin);
        if (newError < error && (!repaired || containsZero(newScale, newMin, top))) {
            scale = newScale;
            min = newMin;
            error = newError;
        }
    }

    static boolean containsZero(final float newScale, final float newMin, final int top) {
        return newScale >= Float.MIN_NORMAL && newMin <= 0 && -newMin / newScale <= top;
    }

    private float error(final float someScale, final float someMin) {
        for (int i = 0; i < terms.length; i++) {
            final float difference = someScale * levels[i] + someMin - weights[i];
            terms[i] = importance[i] * (difference * difference);
        }
        return order.sum(terms);
    }

    private float[] times(final float[] left, final float[] right) {
        for (int i = 0; i < terms.length; i++) {
            terms[i] = left[i] * right[i];
        }
        return terms;
    }
}
