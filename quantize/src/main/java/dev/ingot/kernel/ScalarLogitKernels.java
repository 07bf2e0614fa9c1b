package dev.ingot.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The definitions in plain Java. */
final class ScalarLogitKernels implements LogitKernels {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public int argMax(final MemorySegment floats, final int count) {
        return indexOf(floats, 0, count, max(floats, 0, count, Float.NEGATIVE_INFINITY));
    }

    /** Returns the lowest index from {@code from} on that holds a value, or -1. */
    static int indexOf(final MemorySegment floats, final int from, final int count, final float value) {
        for (int i = from; i < count; i++) {
            if (at(floats, i) == value) {
                return i;
            }
        }
        return -1;
    }

    static float max(final MemorySegment floats, final int from, final int to, final float start) {
        float max = start;
        for (int i = from; i < to; i++) {
            final float x = at(floats, i);
            if (x > max) {
                max = x;
            }
        }
        return max;
    }

    @Override
    public void maxima(final MemorySegment floats, final int count, final float[] maxima) {
        for (int from = 0; from < count; from += BLOCK) {
            final int to = Math.min(count, from + BLOCK);
            maxima[from / BLOCK] = max(floats, from, to, Float.NEGATIVE_INFINITY) + 0f; // -0 becomes 0.
        }
    }

    @Override
    public void weigh(final MemorySegment floats, final int count, final double inverseTemperature,
            final float[] maxima, final float[] weights) {
        maxima(floats, count, maxima);
        final var sum = new BlockSum();
        final float scale = BlockSum.scale(inverseTemperature);
        for (int from = 0; from < count; from += BLOCK) {
            add(floats, from, from, Math.min(count, from + BLOCK), maxima[from / BLOCK], scale, sum);
            weights[from / BLOCK] = sum.take();
        }
        BlockSum.relate(maxima, weights, Math.ceilDiv(count, BLOCK), inverseTemperature);
    }

    /** Adds the logits from {@code from} on to the sum of the block that begins at {@code block}. */
    static void add(final MemorySegment floats, final int block, final int from, final int to,
            final float max, final float scale, final BlockSum sum) {
        for (int i = from; i < to; i++) {
            sum.add(i - block, Exp.power((at(floats, i) - max) * scale));
        }
    }

    @Override
    public int collectAtLeast(final MemorySegment floats, final int count, final float threshold,
            final int[] indices) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (at(floats, i) >= threshold) {
                if (found < indices.length) {
                    indices[found] = i;
                }
                found++;
            }
        }
        return found;
    }

    @Override
    public void mask(final MemorySegment floats, final int count, final long[] allowed) {
        mask(floats, 0, count, allowed);
    }

    static void mask(final MemorySegment floats, final int from, final int count, final long[] allowed) {
        for (int i = from; i < count; i++) {
            if ((allowed[i / Long.SIZE] >>> i & 1) == 0) {
                floats.set(FLOAT, (long) i * Float.BYTES, Float.NEGATIVE_INFINITY);
            }
        }
    }

    static float at(final MemorySegment floats, final int index) {
        return floats.get(FLOAT, (long) index * Float.BYTES);
    }
}
