package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.util.Set;

/** Makes the tokens that end an answer impossible until it is long enough. */
final class LeastLength implements LogitChange {

    private final int[] endTokens;
    private int missing;

    LeastLength(final int tokens, final Set<Integer> endTokens) {
        this.endTokens = endTokens.stream().mapToInt(Integer::intValue).toArray();
        missing = tokens;
    }

    @Override
    public void accept(final int id) {
        missing--;
    }

    @Override
    public void apply(final MemorySegment logits, final int count) {
        for (int i = 0; missing > 0 && i < endTokens.length; i++) {
            if (endTokens[i] < count) {
                LogitRow.ban(logits, endTokens[i]);
            }
        }
    }
}
