package dev.ingot.runtime.engine;

/**
 * Brings sequences to the end of a text: what they do not hold is computed in chunks, or copied from another sequence that
 * holds it. Before every chunk is looked again, so that of several that begin alike at the same time one computes and
 * the others follow. For one thread at a time.
 */
public final class TextFeed {

    /** Computing fewer tokens takes no longer than asking. */
    private static final int WORTH_A_LOOK = 16;
    private static final int STOPPED = -1;

    private final Engine engine;
    private final RunControl control;
    private final boolean shares;
    private final int least; // tokens that are worth a look
    private int copied;

    /**
     * Prepares.
     *
     * @param engine  the model
     * @param control stops it
     * @param shares  whether it is copied from other sequences
     */
    public TextFeed(final Engine engine, final RunControl control, final boolean shares) {
        this(engine, control, shares, WORTH_A_LOOK);
    }

    /**
     * Prepares for texts that part and go on side by side: all but the last token is copied, so that their steps stay alike.
     *
     * @param engine  the model
     * @param control stops it
     * @return a feed that always looks
     */
    public static TextFeed copying(final Engine engine, final RunControl control) {
        return new TextFeed(engine, control, true, 1);
    }

    private TextFeed(final Engine engine, final RunControl control, final boolean shares, final int least) {
        this.least = least;
        this.engine = engine;
        this.control = control;
        this.shares = shares;
    }

    /**
     * Lets a sequence hold a text, and leaves the logits of the last position in it. Between {@link Engine#enter} and
     * {@link Engine#leave}.
     *
     * @param sequence lent before
     * @param text     tokens
     * @param wanted   how many of them
     * @return false if it was stopped
     */
    public boolean run(final Sequence sequence, final int[] text, final int wanted) {
        int from = sequence.rewindTo(text, wanted);
        while (from < wanted) {
            if (Thread.currentThread().isInterrupted() || !advance(sequence, text, from, wanted)) {
                return false;
            }
            from = sequence.length();
        }
        return true;
    }

    private boolean advance(final Sequence sequence, final int[] text, final int from, final int wanted) {
        final int count = Math.min(engine.chunk(false), wanted - from);
        if (!shares || wanted - from <= least) {
            return engine.extend(sequence, text, from, count, control);
        }
        final int more = engine.run(stepper -> {
            final int shared = stepper.share(sequence, text, wanted);
            if (shared == 0) {
                stepper.extend(sequence, text, from, count, control.options());
            }
            return shared;
        }, sequence, control, STOPPED);
        copied += Math.max(0, more);
        return more != STOPPED;
    }

    /**
     * Returns what needed not be computed.
     *
     * @return tokens copied so far
     */
    public int copied() {
        return copied;
    }
}
