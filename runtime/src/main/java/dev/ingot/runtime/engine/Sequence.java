package dev.ingot.runtime.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.ingot.genai.MemoryNeed;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One sequence of tokens with its keys and values, and the tensors of its next step: made once, used again for every
 * token. Its cache is a pool of one slot. Lent by {@link SequenceStore} to one generation at a time.
 */
public final class Sequence {

    /** No owner. */
    public static final long NOBODY = 0;

    private static final int FIRST_CAPACITY = MemoryNeed.FIRST_TOKENS;

    private final DecoderSession session;
    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();
    private final Logits logits;
    private final StepInputs step;
    private final KvPool pool;
    private int[] tokens;
    private int length;
    private boolean broken;
    private boolean stretched; // rotated as sequences beyond the switch are
    private long adapter = LoadedAdapter.NONE; // what keys and values were computed with

    /** Whose tokens these are; only the store looks at it. */
    long owner = NOBODY;

    Sequence(final DecoderSession session) {
        this.session = session;
        final int capacity = firstCapacity(session.contextLength());
        pool = new KvPool(session.cache(), 1, capacity);
        tokens = new int[capacity];
        logits = new Logits(1, session.vocabulary());
        step = new StepInputs(session.settings().prefillChunk(), capacity);
        pool.bind(inputs, outputs);
    }

    private static int firstCapacity(final int contextLength) {
        return Math.min(FIRST_CAPACITY, contextLength);
    }

    /** Returns the bytes that the cache of a new sequence takes. */
    static long firstBytes(final List<CacheTensor> cache, final int contextLength) {
        return tokenBytes(cache) * firstCapacity(contextLength);
    }

    private static long tokenBytes(final List<CacheTensor> cache) {
        return cache.stream().mapToLong(CacheTensor::tokenBytes).sum();
    }

    /**
     * Returns the logits of the last step's last position.
     *
     * @return native-order floats, overwritten by the next step
     */
    public MemorySegment logits() {
        return logits.row(0);
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
        if (stretched != wanted > session.rotarySwitch()) {
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
     * Continues the sequence, up to at most the length that was expected; on the model's thread.
     *
     * @param text    tokens
     * @param from    index of the first one to take
     * @param count   how many to take
     * @param target  where the logits of the last rows go
     * @param rows    how many rows: 1 or all, as far as the graph leaves the choice
     * @param options of the run
     */
    void extend(final int[] text, final int from, final int count, final Logits target, final int rows,
            final RunOptions options) {
        final int total = stretched ? Math.max(length + count, session.rotarySwitch() + 1) : length + count;
        reserve(total);
        final OnnxTensor ids = step.ids(text, from, count);
        final OnnxTensor mask = step.mask(length + count, total);
        final OnnxTensor positions = step.positions(count, rows);
        try {
            inputs.put(session.spec().names().inputIds(), ids);
            inputs.put(session.spec().names().attentionMask(), mask);
            if (session.rows() == LogitRows.CHOSEN) {
                inputs.put(HeadNarrowing.POSITIONS, positions);
            }
            outputs.put(session.spec().names().logits(), target.tensor(rows));
            session.run(inputs, outputs, options);
        } finally {
            mask.close();
            if (count > 1) {
                ids.close();
            }
            if (rows > 1) {
                positions.close();
            }
        }
        System.arraycopy(text, from, tokens, length, count);
        length += count;
    }

    /** Tells whether growing failed half-way, so that nothing can be computed here any more. */
    boolean broken() {
        return broken;
    }

    /** Returns the memory for a single row of logits. */
    Logits lastRow() {
        return logits;
    }

    private void reserve(final int wanted) {
        if (wanted <= pool.capacity()) {
            return;
        }
        final int doubled = Math.max(wanted, pool.capacity() * 2);
        final int capacity = Math.min(doubled, session.contextLength());
        session.requireMemory(tokenBytes(session.cache()) * (capacity - pool.capacity()));
        broken = true;
        pool.grow(capacity, length);
        step.grow(capacity);
        tokens = Arrays.copyOf(tokens, capacity);
        pool.bind(inputs, outputs);
        broken = false;
    }

    /** Frees everything; on the model's thread. */
    void free() {
        step.close();
        logits.close();
        pool.close();
    }
}
