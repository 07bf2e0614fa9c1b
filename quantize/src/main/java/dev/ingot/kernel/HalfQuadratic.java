package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import java.util.Arrays;

/**
 * What both forms of {@link dev.ingot.quantize.Algorithm#HQQ} share: a block of weights, and the shrinking of differences by
 * which half-quadratic splitting minimizes their p-th powers, {@code p = 0.7}: large ones count less than by least
 * squares. Not thread-safe.
 */
abstract class HalfQuadratic {

    /** Rounds at most. */
    static final int ROUNDS = 20;

    private static final double BETA = 10;
    private static final double KAPPA = 1.01;
    private static final double POWER = 0.7 - 1;
    private static final float EPSILON = 1e-8f;
    /** No difference below is more than its threshold, in any round. */
    private static final float NOTHING_LEFT = 0.14f;

    final float[] weights;
    final int[] codes;
    final int top;

    HalfQuadratic(final BlockFormat format) {
        this.weights = new float[format.blockSize()];
        this.codes = new int[format.blockSize()];
        this.top = (1 << format.bits()) - 1;
    }

    /** Takes the weights of a block and fills it up with zeros; false if one is not finite. */
    final boolean load(final int[] bits, final int count) {
        boolean finite = true;
        for (int i = 0; i < count; i++) {
            weights[i] = Float.intBitsToFloat(bits[i]);
            finite &= Float.isFinite(weights[i]);
        }
        Arrays.fill(weights, count, weights.length, 0);
        return finite;
    }

    /** Returns whether the block has values, and none whose scale or reciprocal leaves float32. */
    final boolean isOrdinary() {
        return KQuantSearch.isOrdinary(Math.max(-lowest(), highest()));
    }

    final float lowest() {
        float lowest = weights[0];
        for (final float weight : weights) {
            lowest = Math.min(lowest, weight);
        }
        return lowest;
    }

    final float highest() {
        float highest = weights[0];
        for (final float weight : weights) {
            highest = Math.max(highest, weight);
        }
        return highest;
    }

    /** Returns the reciprocal of beta in a round. */
    static float threshold(final int round) {
        return (float) (1 / (BETA * Math.pow(KAPPA, round)));
    }

    /** Shrinks a difference towards zero. */
    static float shrink(final float difference, final float threshold) {
        final float magnitude = Math.abs(difference);
        if (magnitude < NOTHING_LEFT) {
            return 0;
        }
        final float rest = magnitude - threshold * (float) Math.pow(magnitude + EPSILON, POWER);
        return Math.copySign(Math.max(0, rest), difference);
    }

    final int code(final float x) {
        return (int) Math.clamp(Math.rint(x), 0, top);
    }
}
