package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;

/** The distinct tokens of prompt and answer so far. For one thread at a time. */
public final class SeenTokens {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final BitSet seen = new BitSet();
    private int[] ids = new int[64];
    private int size;

    /** Starts with none. */
    public SeenTokens() {}

    /**
     * Adds a token.
     *
     * @param id its id
     */
    public void add(final int id) {
        if (seen.get(id)) {
            return;
        }
        seen.set(id);
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    /** Divides the positive logits of the tokens seen, and multiplies the others. */
    void penalize(final MemorySegment logits, final int count, final float penalty) {
        for (int i = 0; i < size; i++) {
            if (ids[i] < count) {
                final long at = (long) ids[i] * Float.BYTES;
                final float value = logits.get(FLOAT, at);
                logits.set(FLOAT, at, value < 0 ? value * penalty : value / penalty);
            }
        }
    }
}
