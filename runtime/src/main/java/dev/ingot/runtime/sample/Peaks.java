package dev.ingot.runtime.sample;

import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The largest logit of every block, found in one pass over the vocabulary: they say where the best logits are, so that
 * nothing else has to look at the rest. The same pass can weigh the blocks. For one thread at a time.
 */
final class Peaks {

    private final LogitKernels kernels;
    private float[] maxima = new float[0]; // by block
    private float[] weights = new float[0]; // likewise, relative to the largest logit
    private float[] sorted = new float[0];
    private float max;
    private double weight; // of all

    Peaks(final LogitKernels kernels) {
        this.kernels = kernels;
    }

    /** Looks at a position. */
    void scan(final MemorySegment logits, final int count) {
        makeRoom(count);
        kernels.maxima(logits, count, maxima);
        findMax();
    }

    /** Looks at a position and at how much its exponentials weigh. */
    void weigh(final MemorySegment logits, final int count, final double temperature) {
        makeRoom(count);
        kernels.weigh(logits, count, 1 / temperature, maxima, weights);
        findMax();
        weight = 0;
        for (final float one : weights) {
            weight += one;
        }
    }

    private void makeRoom(final int count) {
        final int blocks = Math.ceilDiv(count, LogitKernels.BLOCK);
        if (maxima.length != blocks) {
            maxima = new float[blocks];
            weights = new float[blocks];
            sorted = new float[blocks];
        }
    }

    private void findMax() {
        max = Float.NEGATIVE_INFINITY;
        for (final float one : maxima) {
            max = Math.max(max, one);
        }
    }

    /** Returns the weight of a block, after {@link #weigh}; that of the largest logit is 1. */
    float weight(final int block) {
        return weights[block];
    }

    /** Returns the weight of all blocks, after {@link #weigh}. */
    double weight() {
        return weight;
    }

    /** Returns the largest logit; negative infinity if none is a number above that. */
    float max() {
        return max;
    }

    /** Returns the lowest id of the largest logit, or -1 if no logit is a number. */
    int argMax(final MemorySegment logits, final int count) {
        for (int block = 0; block < maxima.length; block++) {
            if (maxima[block] == max) {
                final int from = block * LogitKernels.BLOCK;
                final int length = length(block, count);
                final int found = kernels.argMax(LogitRow.slice(logits, from, length), length);
                if (found >= 0) {
                    return from + found;
                }
            }
        }
        return -1;
    }

    /** Returns a value that at least so many logits reach, without being far below it; or negative infinity. */
    float reachedBy(final int wanted) {
        if (wanted > maxima.length) {
            return Float.NEGATIVE_INFINITY;
        }
        System.arraycopy(maxima, 0, sorted, 0, maxima.length);
        Arrays.sort(sorted);
        return sorted[maxima.length - wanted];
    }

    int blocks() {
        return maxima.length;
    }

    /** Tells whether a block has a logit that reaches a threshold. */
    boolean reaches(final int block, final float threshold) {
        return maxima[block] >= threshold;
    }

    /** Returns how many logits a block has. */
    static int length(final int block, final int count) {
        return Math.min(LogitKernels.BLOCK, count - block * LogitKernels.BLOCK);
    }
}
