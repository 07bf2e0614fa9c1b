package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Divides the positive logits of all tokens of prompt and answer, and multiplies the others; each token once, however
 * often it occurs (Keskar et al. 2019, arXiv 1909.05858, with the correction for negative logits that all runtimes make).
 */
final class RepetitionPenalty implements LogitChange {

    private final float penalty;
    private final BitSet seen = new BitSet();
    private int[] ids = new int[64]; // of the tokens seen
    private int size;

    RepetitionPenalty(final double penalty) {
        this.penalty = (float) penalty;
    }

    @Override
    public void begin(final int[] tokens, final int length) {
        for (int i = 0; i < length; i++) {
            accept(tokens[i]);
        }
    }

    @Override
    public void accept(final int id) {
        if (seen.get(id)) {
            return;
        }
        seen.set(id);
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    @Override
    public void apply(final MemorySegment logits, final int count) {
        for (int i = 0; i < size; i++) {
            if (ids[i] < count) {
                final float value = LogitRow.get(logits, ids[i]);
                LogitRow.set(logits, ids[i], value < 0 ? value * penalty : value / penalty);
            }
        }
    }
}
