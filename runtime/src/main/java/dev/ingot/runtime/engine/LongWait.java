package dev.ingot.runtime.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says once that a request has been waiting for a sequence for long. For one thread. */
final class LongWait {

    /** So long, in nanoseconds. */
    static final long LONG = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = System.getLogger(LongWait.class.getName());

    private final LongSupplier clock;
    private final long start;
    private boolean told;

    /**
     * Begins to wait.
     *
     * @param clock nanoseconds since whenever
     */
    LongWait(final LongSupplier clock) {
        this.clock = clock;
        start = clock.getAsLong();
    }

    /** Returns for how many nanoseconds to wait at most, if there are so many left to whoever waits. */
    long atMost(final long remaining) {
        return told ? remaining : Math.clamp(start + LONG - clock.getAsLong(), 1, remaining);
    }

    /** Tells whether it has become long, and nobody has said so yet. */
    boolean isUntold() {
        return !told && clock.getAsLong() - start >= LONG;
    }

    /** Says it. */
    void tell(final int lent) {
        told = true;
        LOG.log(Level.WARNING,
                "a request has waited for {0} s for a sequence, and still waits; {1} are lent out."
                        + " Streams that are not read to their end must be closed; more requests at a time need more"
                        + " GeneratorOptions.sequences",
                TimeUnit.NANOSECONDS.toSeconds(LONG), lent);
    }
}
