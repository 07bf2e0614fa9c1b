package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Makes every token impossible that would complete a run of tokens which prompt and answer hold already (Paulus et al.
 * 2017, arXiv 1705.04304). Looks through the whole text at every step.
 */
final class NoRepeatNgram implements LogitChange {

    private final int size;
    private int[] text = new int[64];
    private int length;

    /**
     * Begins without text.
     *
     * @param size tokens of a run, at least 1
     */
    NoRepeatNgram(final int size) {
        this.size = size;
    }

    @Override
    public void begin(final int[] tokens, final int promptLength) {
        text = Arrays.copyOf(tokens, promptLength + 64);
        length = promptLength;
    }

    @Override
    public void accept(final int id) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length + length / 2);
        }
        text[length++] = id;
    }

    @Override
    public void apply(final MemorySegment logits, final int count) {
        final int ending = length - (size - 1); // where the run begins that the next token would complete
        for (int start = 0; start < ending; start++) {
            final int next = text[start + size - 1];
            if (next < count && alike(start, ending)) {
                LogitRow.ban(logits, next);
            }
        }
    }

    /** Compares two runs but for their last tokens, backwards: most differ at once. */
    private boolean alike(final int start, final int other) {
        int i = size - 2;
        while (i >= 0 && text[start + i] == text[other + i]) {
            i--;
        }
        return i < 0;
    }
}
