package dev.ingot.foundry.service.wire;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long the making of an answer waits for its client, and how long all have waited. Thread-safe.
 *
 * @param once    until the client has taken half of what waits
 * @param inAll   all such times of one answer together: what is made of a model waits with it
 * @param stalled nanoseconds that were waited
 * @param cutOff  answers for which it was too long
 */
record Patience(Duration once, Duration inAll, LongAdder stalled, LongAdder cutOff) {

    /** Nobody has waited yet. */
    Patience(final Duration once, final Duration inAll) {
        this(once, inAll, new LongAdder(), new LongAdder());
    }

    /** Returns for how many nanoseconds an answer may wait now that has waited for some before. */
    long left(final long before) {
        return Math.min(once.toNanos(), inAll.toNanos() - before);
    }
}
