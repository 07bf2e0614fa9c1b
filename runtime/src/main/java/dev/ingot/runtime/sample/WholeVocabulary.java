package dev.ingot.runtime.sample;

import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;

/** Draws from the whole vocabulary in the order of ids: sums of long strides first, then of shorter ones in one of them. */
final class WholeVocabulary {

    private static final int[] STRIDES = {16_384, 1024};

    private final LogitKernels kernels;
    private final double temperature;

    WholeVocabulary(final LogitKernels kernels, final double temperature) {
        this.kernels = kernels;
        this.temperature = temperature;
    }

    /**
     * Draws one.
     *
     * @param best what stands in should a stride turn out to hold nothing possible
     * @param part of the mass, 0 included, 1 not
     */
    int draw(final MemorySegment logits, final int count, final int best, final double part) {
        final float max = LogitRow.get(logits, best);
        int from = 0;
        int to = count;
        double left = -1;
        for (final int stride : STRIDES) {
            final var sums = sums(logits, from, to, stride, max);
            if (left < 0) {
                left = part * total(sums);
            }
            int place = 0;
            while (place < sums.length - 1 && left >= sums[place]) {
                left -= sums[place++];
            }
            from += place * stride;
            to = Math.min(to, from + stride);
        }
        return within(logits, from, to, best, left);
    }

    private double[] sums(final MemorySegment logits, final int from, final int to, final int stride,
            final float max) {
        final var sums = new double[Math.ceilDiv(to - from, stride)];
        for (int i = 0; i < sums.length; i++) {
            final int begin = from + i * stride;
            final int length = Math.min(stride, to - begin);
            sums[i] = kernels.sumExp(LogitRow.slice(logits, begin, length), length, max,
                    (float) (1 / temperature));
        }
        return sums;
    }

    private static double total(final double[] sums) {
        double total = 0;
        for (final double sum : sums) {
            total += sum;
        }
        return total;
    }

    private int within(final MemorySegment logits, final int from, final int to, final int best,
            final double wanted) {
        final float max = LogitRow.get(logits, best);
        double left = wanted;
        int last = best;
        for (int id = from; id < to; id++) {
            final double weight = StrictMath.exp(((double) LogitRow.get(logits, id) - max) / temperature);
            if (weight > 0) { // not for NaN
                last = id;
                if (left < weight) {
                    return id;
                }
                left -= weight;
            }
        }
        return last;
    }
}
