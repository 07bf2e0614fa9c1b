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
        final float max = max(floats, count);
        final int whole = whole(count);
        for (int i = 0; i < whole; i += LANES) {
            final var equal = at(floats, i).compare(EQ, max);
            if (equal.anyTrue()) {
                return i + equal.firstTrue();
            }
        }
        return ScalarLogitKernels.indexOf(floats, whole, count, max);
    }

    @Override
    public float max(final MemorySegment floats, final int count) {
        return max(floats, 0, count);
    }

    private static float max(final MemorySegment floats, final int from, final int to) {
        final int whole = from + whole(to - from);
        FloatVector max = FloatVector.broadcast(FLOAT, Float.NEGATIVE_INFINITY);
        for (int i = from; i < whole; i += LANES) {
            final var x = at(floats, i);
            max = max.blend(x, x.compare(GT, max)); // False for NaN.
        }
        final float best = ScalarLogitKernels.max(floats, whole, to, Float.NEGATIVE_INFINITY);
        return Math.max(best, max.reduceLanes(MAX)) + 0f;
    }

    @Override
    public void maxima(final MemorySegment floats, final int count, final float[] maxima) {
        for (int from = 0; from < count; from += BLOCK) {
            maxima[from / BLOCK] = max(floats, from, Math.min(count, from + BLOCK));
        }
    }

    @Override
    public double sumExp(final MemorySegment floats, final int count, final float max,
            final float inverseTemperature) {
        final var sums = new LaneSums();
        final float scale = inverseTemperature * Exp.LOG2_E;
        final int whole = count - count % LaneSums.CHUNK;
        for (int start = 0; start < whole; start += LaneSums.CHUNK) {
            for (int lane = 0; lane < LaneSums.LANES; lane += LANES) {
                share(floats, start + lane, max, scale).intoArray(sums.shares(), lane);
            }
            sums.flush();
        }
        for (int i = whole; i < count; i++) {
            sums.add(i, Exp.power((ScalarLogitKernels.at(floats, i) - max) * scale));
        }
        return sums.total();
    }

    /** Sums the lanes' share of one chunk. */
    private static FloatVector share(final MemorySegment floats, final int start, final float max,
            final float scale) {
        FloatVector sum = FloatVector.zero(FLOAT);
        for (int i = start; i < start + LaneSums.CHUNK - LaneSums.LANES + 1; i += LaneSums.LANES) {
            sum = sum.add(power(at(floats, i).sub(max).mul(scale)));
        }
        return sum;
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
