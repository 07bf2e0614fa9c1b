package dev.ingot.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Closes what its user has left open, once nobody can reach the user any more, and logs the place that opened it.
 * Thread-safe.
 */
final class Forgotten {

    private static final Logger LOG = System.getLogger(Forgotten.class.getName());
    /** One idle thread for everything; it keeps nothing of what was closed. */
    private static final Cleaner CLEANER = Cleaner
            .create(Thread.ofPlatform().daemon().name("ingot-forgotten").factory());

    private final String what;
    private final BooleanSupplier open;
    private final Runnable close;
    private final Throwable opened = new Throwable("opened here");
    private final AtomicBoolean done = new AtomicBoolean();
    private final Cleaner.Cleanable watched;

    /**
     * Begins to watch.
     *
     * @param user  whoever could close it; none of the others may refer to it
     * @param what  is open, for the message
     * @param open  whether it still is
     * @param close closes it, on a thread of its own
     */
    Forgotten(final Object user, final String what, final BooleanSupplier open, final Runnable close) {
        this.what = what;
        this.open = open;
        this.close = close;
        watched = CLEANER.register(user, this::found);
    }

    private void found() {
        if (!done.getAndSet(true) && open.getAsBoolean()) {
            LOG.log(Level.WARNING, what + " was never closed", opened);
            close.run();
        }
    }

    /** Watches no longer: it was closed, or has come to its end. */
    void closed() {
        if (!done.getAndSet(true)) {
            watched.clean();
        }
    }
}
