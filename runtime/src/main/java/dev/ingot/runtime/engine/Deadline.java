package dev.ingot.runtime.engine;

import java.time.Duration;

/** The moment at which a request ends, whatever it is doing. Immutable. */
public final class Deadline {

    /** Never comes. */
    public static final Deadline NEVER = new Deadline(0, Long.MAX_VALUE);

    private final long start;
    private final long span;

    private Deadline(final long start, final long span) {
        this.start = start;
        this.span = span;
    }

    /**
     * Makes one that comes after a while.
     *
     * @param span from now on; one that is too long to be counted never comes
     * @return the moment
     */
    public static Deadline after(final Duration span) {
        final boolean countable = span.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0;
        return countable ? new Deadline(System.nanoTime(), Math.max(0, span.toNanos())) : NEVER;
    }

    /**
     * Tells whether it has come.
     *
     * @return true from then on
     */
    public boolean hasCome() {
        return remaining() == 0;
    }

    /** Returns nanoseconds until it comes: 0 from then on, {@link Long#MAX_VALUE} for {@link #NEVER}. */
    long remaining() {
        return span == Long.MAX_VALUE ? span : Math.max(0, span - (System.nanoTime() - start));
    }
}
