package dev.ingot.runtime.sample;

import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;

/** Draws from the whole vocabulary in the order of ids: a block by the weights of the blocks, then a token of it. */
final class WholeVocabulary {

    private final Peaks peaks;
    private final double temperature;

    WholeVocabulary(final Peaks peaks, final double temperature) {
        this.peaks = peaks;
        this.temperature = temperature;
    }

    /**
     * Draws one, after the peaks were weighed.
     *
     * @param best what stands in should a block turn out to hold nothing possible
     * @param part of the mass, 0 included, 1 not
     */
    int draw(final MemorySegment logits, final int count, final int best, final double part) {
        double left = part * peaks.weight();
        int block = 0;
        while (block < peaks.blocks() - 1 && left >= peaks.weight(block)) {
            left -= peaks.weight(block++);
        }
        final int from = block * LogitKernels.BLOCK;
        return within(logits, from, from + Peaks.length(block, count), best, left);
    }

    private int within(final MemorySegment logits, final int from, final int to, final int best,
            final double wanted) {
        double left = wanted;
        int last = best;
        for (int id = from; id < to; id++) {
            final double below = (double) LogitRow.get(logits, id) - peaks.max();
            final double weight = StrictMath.exp(below / temperature);
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
