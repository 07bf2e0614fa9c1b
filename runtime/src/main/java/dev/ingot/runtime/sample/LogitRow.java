package dev.ingot.runtime.sample;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads and writes single logits of a position: native-order floats in a segment of any alignment. */
final class LogitRow {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private LogitRow() {}

    static float get(final MemorySegment logits, final int id) {
        return logits.get(FLOAT, (long) id * Float.BYTES);
    }

    static void set(final MemorySegment logits, final int id, final float value) {
        logits.set(FLOAT, (long) id * Float.BYTES, value);
    }

    /** Makes a token impossible. */
    static void ban(final MemorySegment logits, final int id) {
        set(logits, id, Float.NEGATIVE_INFINITY);
    }

    /** Returns so many logits from one on. */
    static MemorySegment slice(final MemorySegment logits, final int from, final int length) {
        return logits.asSlice((long) from * Float.BYTES, (long) length * Float.BYTES);
    }
}
