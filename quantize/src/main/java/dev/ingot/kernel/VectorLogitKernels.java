package dev.ingot.kernel;

import static dev.ingot.kernel.Species.BITS;
import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.LANES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.MAX;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The loops of {@link ScalarLogitKernels} on vectors. */
final class VectorLogitKernels implements LogitKernels {

    @Override
    public int argMax(final MemorySegment floats, final int count) {
        final float max = max(floats, 0, count);
        final int whole = whole(count);
        for (int i = 0; i < whole; i += LANES) {
            final var equal = at(floats, i).compare(EQ, max);
            if (equal.anyTrue()) {
                return i + equal.firstTrue();
            }
        }
        return ScalarLogitKernels.indexOf(floats, whole, count, max);
    }

    /** Four at a time, which need not wait for each other. */
    private static float max(final MemorySegment floats, final int from, final int to) {
        FloatVector a = FloatVector.broadcast(FLOAT, Float.NEGATIVE_INFINITY);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = from;
        for (; i <= to - 4 * LANES; i += 4 * LANES) {
            a = larger(a, at(floats, i));
            b = larger(b, at(floats, i + LANES));
            c = larger(c, at(floats, i + 2 * LANES));
            d = larger(d, at(floats, i + 3 * LANES));
        }
        for (; i <= to - LANES; i += LANES) {
            a = larger(a, at(floats, i));
        }
        final float best = ScalarLogitKernels.max(floats, i, to, Float.NEGATIVE_INFINITY);
        return Math.max(best, larger(larger(a, b), larger(c, d)).reduceLanes(MAX)) + 0f;
    }

    private static FloatVector larger(final FloatVector max, final FloatVector x) {
        return max.blend(x, x.compare(GT, max)); // False for NaN.
    }

    @Override
    public void maxima(final MemorySegment floats, final int count, final float[] maxima) {
        for (int from = 0; from < count; from += BLOCK) {
            maxima[from / BLOCK] = max(floats, from, Math.min(count, from + BLOCK));
        }
    }

    @Override
    public void weigh(final MemorySegment floats, final int count, final double inverseTemperature,
            final float[] maxima, final float[] weights) {
        final var sum = new BlockSum();
        final float scale = BlockSum.scale(inverseTemperature);
        for (int from = 0; from < count; from += BLOCK) {
            final int to = Math.min(count, from + BLOCK);
            final float max = max(floats, from, to);
            maxima[from / BLOCK] = max;
            weights[from / BLOCK] = sum(floats, from, to, max, scale, sum);
        }
        BlockSum.relate(maxima, weights, Math.ceilDiv(count, BLOCK), inverseTemperature);
    }

    private static float sum(final MemorySegment floats, final int from, final int to, final float max,
            final float scale, final BlockSum sum) {
        final int whole = to - (to - from) % BlockSum.LANES;
        for (int lane = 0; lane < BlockSum.LANES; lane += LANES) {
            share(floats, from, whole, max, scale, sum.lanes(), lane);
        }
        ScalarLogitKernels.add(floats, from, whole, to, max, scale, sum);
        return sum.take();
    }

    /**
     * Sums some of the lanes' share of a block. If it returned the sum, and its caller were compiled without it, every vector
     * of the loop would be an object; and likewise with two powers in the loop.
     */
    private static void share(final MemorySegment floats, final int from, final int to, final float max,
            final float scale, final float[] lanes, final int lane) {
        FloatVector sum = FloatVector.zero(FLOAT);
        for (int i = from + lane; i < to; i += BlockSum.LANES) {
            sum = sum.add(power(at(floats, i).sub(max).mul(scale)));
        }
        sum.intoArray(lanes, lane);
    }

    private static FloatVector power(final FloatVector x) {
        final var valid = x.compare(GE, Exp.LOWEST); // False for NaN.
        final var rounded = x.add(Exp.ROUNDER);
        final var r = x.sub(rounded.sub(Exp.ROUNDER));
        final var p = r.mul(Exp.C5).add(Exp.C4).mul(r).add(Exp.C3).mul(r).add(Exp.C2).mul(r).add(Exp.C1)
                .mul(r).add(Exp.C0);
        final var shifted = rounded.reinterpretAsInts().lanewise(LSHL, Exp.MANTISSA_BITS);
        final var result = p.reinterpretAsInts().add(shifted).reinterpretAsFloats();
        return FloatVector.zero(FLOAT).blend(result, valid);
    }

    @Override
    public int collectAtLeast(final MemorySegment floats, final int count, final float threshold,
            final int[] indices) {
        final int whole = whole(count);
        int found = 0;
        for (int i = 0; i < whole; i += LANES) {
            long hits = at(floats, i).compare(GE, threshold).toLong();
            for (; hits != 0; hits &= hits - 1) {
                found = note(i + Long.numberOfTrailingZeros(hits), indices, found);
            }
        }
        for (int i = whole; i < count; i++) {
            if (ScalarLogitKernels.at(floats, i) >= threshold) {
                found = note(i, indices, found);
            }
        }
        return found;
    }

    private static int note(final int index, final int[] indices, final int found) {
        if (found < indices.length) {
            indices[found] = index;
        }
        return found + 1;
    }

    @Override
    public void mask(final MemorySegment floats, final int count, final long[] allowed) {
        final int whole = whole(count);
        for (int i = 0; i < whole; i += LANES) {
            final var mask = VectorMask.fromLong(FLOAT, ~(allowed[i / Long.SIZE] >>> i));
            at(floats, i).blend(Float.NEGATIVE_INFINITY, mask)
                    .intoMemorySegment(floats, (long) i * Float.BYTES, LITTLE_ENDIAN);
        }
        ScalarLogitKernels.mask(floats, whole, count, allowed);
    }

    private static FloatVector at(final MemorySegment floats, final int index) {
        return FloatVector.fromMemorySegment(FLOAT, floats, (long) index * Float.BYTES, LITTLE_ENDIAN);
    }

    private static int whole(final int count) {
        return count - count % (BITS / Float.SIZE);
    }
}
