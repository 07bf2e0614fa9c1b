package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.ABS;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.SQRT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * One block per lane: weight {@code k} of all blocks is a vector. Each partial sum is made in registers, one after the
 * other.
 */
final class KQuantVectors extends KQuantGroup {

    /** Added to a float below 2^22 and taken away again, it rounds to an integer, halves to even. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int SEGMENT = LONGEST * LANES;

    private final boolean repaired;
    private final float top;
    private final int blockSize;
    private final float[] weights;
    private final float[] importance;
    private final float[] levels;
    private final float[] sumsL = new float[SUMS * LANES];
    private final float[] sumsL2 = new float[SUMS * LANES];
    private final float[] sumsXl = new float[SUMS * LANES];
    private final float[] sumOfImportance = new float[LANES];
    private final float[] sumOfWeights = new float[LANES];
    private final float[] sumL = new float[LANES];
    private final float[] sumL2 = new float[LANES];
    private final float[] sumXl = new float[LANES];
    private final float[] error = new float[LANES];
    private final float[] newScale = new float[LANES];
    private final float[] newMin = new float[LANES];
    private final float[] newError = new float[LANES];

    KQuantVectors(final BlockFormat format, final Mode mode) {
        super(LANES);
        this.repaired = mode == Mode.REPAIRED;
        this.top = (1 << format.bits()) - 1;
        this.blockSize = format.blockSize();
        this.weights = new float[blockSize * LANES];
        this.importance = new float[blockSize * LANES];
        this.levels = new float[blockSize * LANES];
    }

    @Override
    void load(final float[] evens, final float[] odds, final int first, final int blocks, final int count) {
        for (int k = 0; k < blockSize / 2; k++) {
            System.arraycopy(evens, k * count + first, weights, 2 * k * LANES, blocks);
            System.arraycopy(odds, k * count + first, weights, (2 * k + 1) * LANES, blocks);
        }
    }

    @Override
    void search(final int blocks) {
        System.arraycopy(low, 0, min, 0, LANES);
        Arrays.fill(poison, 0);
        weigh();
        round(top);
        FloatVector.broadcast(FLOAT, 1).div(inverse(top)).intoArray(scale, 0);
        error(scale, min, error);
        for (int trial = 0; trial < KQuantSearch.TRIALS; trial++) {
            round(KQuantSearch.factor(trial, (int) top));
            fit();
            error(newScale, newMin, newError);
            take();
        }
    }

    private FloatVector inverse(final float factor) {
        return FloatVector.broadcast(FLOAT, factor).div(vector(high, 0).sub(vector(min, 0)));
    }

    private void weigh() {
        for (int from = 0; from < weights.length; from += SEGMENT) {
            clear(sumsL);
            for (int i = from; i < end(from); i += LANES) {
                final var x = vector(weights, i);
                add(sumsL, i, x.mul(x));
            }
            total(sumsL, from, sumL);
        }
        final var root = vector(sumL, 0).div(blockSize).lanewise(SQRT);
        for (int from = 0; from < weights.length; from += SEGMENT) {
            clear(sumsL);
            clear(sumsXl);
            for (int i = from; i < end(from); i += LANES) {
                final var x = vector(weights, i);
                final var important = root.add(x.lanewise(ABS));
                important.intoArray(importance, i);
                add(sumsL, i, important);
                add(sumsXl, i, important.mul(x));
            }
            total(sumsL, from, sumOfImportance);
            total(sumsXl, from, sumOfWeights);
        }
    }

    /** Rounds the weights to levels above the current minimum. */
    private void round(final float factor) {
        final var inverse = inverse(factor);
        vector(poison, 0).add(inverse.mul(0f)).intoArray(poison, 0); // NaN where it is not finite.
        final var start = vector(min, 0);
        for (int i = 0; i < weights.length; i += LANES) {
            final var x = inverse.mul(vector(weights, i).sub(start));
            final var positive = x.blend(0f, x.compare(LT, 0f));
            final var limited = positive.blend(top, positive.compare(GT, top));
            limited.add(ROUNDER).sub(ROUNDER).intoArray(levels, i);
        }
    }

    /** Fits grids to the levels. */
    private void fit() {
        for (int from = 0; from < weights.length; from += SEGMENT) {
            products(from, end(from));
            total(sumsL, from, sumL);
            total(sumsL2, from, sumL2);
            total(sumsXl, from, sumXl);
        }
        solve();
    }

    private void products(final int from, final int to) {
        for (int part = 0; part < SUMS * LANES; part += LANES) {
            FloatVector l = FloatVector.broadcast(FLOAT, -0f);
            FloatVector l2 = FloatVector.broadcast(FLOAT, -0f);
            FloatVector xl = FloatVector.broadcast(FLOAT, -0f);
            for (int i = from + part; i < to; i += SUMS * LANES) {
                final var level = vector(levels, i);
                final var term = vector(importance, i).mul(level);
                l = l.add(term);
                l2 = l2.add(term.mul(level));
                xl = xl.add(term.mul(vector(weights, i)));
            }
            l.intoArray(sumsL, part);
            l2.intoArray(sumsL2, part);
            xl.intoArray(sumsXl, part);
        }
    }

    private void solve() {
        final var w = vector(sumOfImportance, 0);
        final var x = vector(sumOfWeights, 0);
        final var l = vector(sumL, 0);
        final var l2 = vector(sumL2, 0);
        final var xl = vector(sumXl, 0);
        final var determinant = w.mul(l2).sub(l.mul(l));
        w.mul(xl).sub(x.mul(l)).div(determinant).intoArray(newScale, 0);
        l2.mul(x).sub(l.mul(xl)).div(determinant).intoArray(newMin, 0);
    }

    private void error(final float[] scales, final float[] mins, final float[] errors) {
        final var step = vector(scales, 0);
        final var start = vector(mins, 0);
        for (int from = 0; from < weights.length; from += SEGMENT) {
            for (int part = 0; part < SUMS * LANES; part += LANES) {
                FloatVector sum = FloatVector.broadcast(FLOAT, -0f);
                for (int i = from + part; i < end(from); i += SUMS * LANES) {
                    final var difference = step.mul(vector(levels, i)).add(start).sub(vector(weights, i));
                    sum = sum.add(vector(importance, i).mul(difference.mul(difference)));
                }
                sum.intoArray(sumsL, part);
            }
            total(sumsL, from, errors);
        }
    }

    /** Takes the new grids where they are better. */
    private void take() {
        final var step = vector(newScale, 0);
        final var start = vector(newMin, 0);
        final var off = vector(newError, 0);
        var better = off.compare(LT, vector(error, 0));
        if (repaired) {
            better = better.and(step.compare(GE, Float.MIN_NORMAL)).and(start.compare(LE, 0f))
                    .and(start.neg().div(step).compare(LE, top));
        }
        vector(scale, 0).blend(step, better).intoArray(scale, 0);
        vector(min, 0).blend(start, better).intoArray(min, 0);
        vector(error, 0).blend(off, better).intoArray(error, 0);
    }

    private int end(final int from) {
        return Math.min(weights.length, from + SEGMENT);
    }

    private static void add(final float[] sums, final int at, final FloatVector terms) {
        final int part = at & SUMS * LANES - 1;
        vector(sums, part).add(terms).intoArray(sums, part);
    }

    private static void total(final float[] sums, final int from, final float[] total) {
        final var all = vector(sums, 0).add(vector(sums, LANES))
                .add(vector(sums, 2 * LANES).add(vector(sums, 3 * LANES)))
                .add(vector(sums, 4 * LANES).add(vector(sums, 5 * LANES))
                        .add(vector(sums, 6 * LANES).add(vector(sums, 7 * LANES))));
        if (from == 0) {
            all.intoArray(total, 0);
        } else {
            vector(total, 0).add(all).intoArray(total, 0);
        }
    }

    /** Negative zero is what changes no float that is added to it, zeros included. */
    private static void clear(final float[] sums) {
        Arrays.fill(sums, -0f);
    }

    private static FloatVector vector(final float[] floats, final int at) {
        return FloatVector.fromArray(FLOAT, floats, at);
    }
}
