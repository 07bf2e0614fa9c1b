package dev.ingot.runtime.engine;

import dev.ingot.genai.MemoryNeed;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of tokens. Its keys and values lie in a slot of the pool that all sequences of a model share. Lent by
 * {@link SequenceStore} to one generation at a time, on whose thread it is used; while that waits for a step, on the
 * model's.
 */
public final class Sequence {

    /** No owner. */
    public static final long NOBODY = 0;

    private final int rotarySwitch;
    private int[] tokens = {};
    private int length;
    private boolean stretched; // rotated as sequences beyond the switch are
    private long adapter = LoadedAdapter.NONE; // what keys and values were computed with
    private @Nullable Logits logits;
    private int row; // of the logits
    // What lies in the slot, whatever was forgotten of it since; for the model's thread.
    private int held;
    private long heldAdapter = LoadedAdapter.NONE;
    private boolean heldStretched;

    /** Whose tokens these are; only the store looks at it. */
    long owner = NOBODY;
    /** Where keys and values lie; only {@link Slots} looks at it. */
    int slot;
    /** For how many tokens memory was asked for; only {@link Slots} looks at it. */
    int reserved;
    /** Whether it is not waited for, because it did not come back in time; only {@link WorkQueue} looks at it. */
    boolean late;

    /**
     * Makes an empty one.
     *
     * @param rotarySwitch  the longest that has the first rotary frequencies
     * @param contextLength most tokens
     */
    Sequence(final int rotarySwitch, final int contextLength) {
        this.rotarySwitch = rotarySwitch;
        reserved = firstCapacity(contextLength);
    }

    static int firstCapacity(final int contextLength) {
        return Math.min(MemoryNeed.FIRST_TOKENS, contextLength);
    }

    /** Returns the bytes that the cache of a new sequence takes. */
    static long firstBytes(final List<CacheTensor> cache, final int contextLength) {
        return CacheTensor.tokenBytes(cache) * firstCapacity(contextLength);
    }

    /**
     * Returns the logits of the last step's last position.
     *
     * @return native-order floats, valid until the next step begins
     */
    public MemorySegment logits() {
        return Objects.requireNonNull(logits, "no step yet").row(row);
    }

    /**
     * Forgets what was computed with another adapter.
     *
     * @param other number of the adapter that is computed with from now on, or {@link LoadedAdapter#NONE}
     */
    public void use(final long other) {
        if (adapter != other) {
            length = 0;
            adapter = other;
        }
    }

    /**
     * Forgets what differs from a text, and at least its last token, whose logits are wanted.
     *
     * @param text   tokens, some of which shall be held next
     * @param wanted how many of them
     * @return how many of them are held already
     */
    public int rewindTo(final int[] text, final int wanted) {
        expect(wanted);
        final int mismatch = Arrays.mismatch(tokens, 0, length, text, 0, wanted - 1);
        length = mismatch < 0 ? length : mismatch;
        return length;
    }

    /** Forgets what differs from a whole text, and at least its last token. */
    int rewindTo(final int[] text) {
        return rewindTo(text, text.length);
    }

    /**
     * Says how long the sequence will be next. That may change how all its positions are rotated; then everything is
     * forgotten.
     *
     * @param wanted tokens
     */
    public void expect(final int wanted) {
        if (stretched != wanted > rotarySwitch) {
            length = 0;
            stretched = !stretched;
        }
    }

    /** Forgets everything. */
    void clear() {
        length = 0;
        owner = NOBODY;
    }

    /**
     * Returns how many tokens it has.
     *
     * @return those whose keys and values are there and were not forgotten
     */
    public int length() {
        return length;
    }

    /** Returns for how many tokens there are keys and values in the slot, forgotten ones included. */
    int held() {
        return held;
    }

    /** Returns how much of a text lies in the slot, computed as another sequence does it; not the text's last token. */
    int heldOf(final int[] text, final int wanted, final Sequence reader) {
        if (heldAdapter != reader.adapter || heldStretched != reader.stretched) {
            return 0;
        }
        final int mismatch = Arrays.mismatch(tokens, 0, held, text, 0, wanted - 1);
        return mismatch < 0 ? held : mismatch;
    }

    /** Returns its last token; it must have one. */
    int last() {
        return tokens[length - 1];
    }

    /** Forgets its last token. */
    void takeBack() {
        length--;
    }

    /** Returns how long the mask of a step that adds so many tokens has to be at least. */
    int total(final int count) {
        return stretched ? Math.max(length + count, rotarySwitch + 1) : length + count;
    }

    /** Tells whether a step can compute both: they are rotated alike. */
    boolean rotatedAs(final Sequence other) {
        return stretched == other.stretched;
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, length);
    }

    boolean stretched() {
        return stretched;
    }

    /** Forgets everything, to be rotated as long sequences are, or as short ones. */
    void begin(final boolean asLong) {
        length = 0;
        stretched = asLong;
    }

    long adapter() {
        return adapter;
    }

    /** Takes note that what comes after its tokens will be written over. */
    void overwrite() {
        held = length;
    }

    /**
     * Takes note that keys and values of so many tokens come from elsewhere, piece by piece: they move and grow with the
     * slot, but are nobody's to copy until {@link #append} says whose they are.
     */
    void receive(final int count) {
        held = count;
        heldAdapter = LoadedAdapter.UNKNOWN;
    }

    /** Takes note of tokens whose keys and values are there now. */
    void append(final int[] text, final int from, final int count) {
        final int longer = length + count;
        if (longer > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(longer, 2 * tokens.length));
        }
        System.arraycopy(text, from, tokens, length, count);
        length = longer;
        held = longer;
        heldAdapter = adapter;
        heldStretched = stretched;
    }

    /** Takes note of where the logits of the last step are. */
    void read(final Logits from, final int index) {
        logits = from;
        row = index;
    }

    /** Forgets where the logits of the last step are; returns the memory, to be given back. */
    @Nullable
    Logits forgetLogits() {
        final @Nullable Logits before = logits;
        logits = null;
        return before;
    }
}
