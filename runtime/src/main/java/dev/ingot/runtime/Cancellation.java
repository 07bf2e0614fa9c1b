package dev.ingot.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends generations from any thread: they stop within a step and report {@link FinishReason#CANCELLED}. One cancellation
 * may serve several generations. Thread-safe; cannot be undone.
 */
public final class Cancellation {

    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;

    /** Creates one that is not cancelled yet. */
    public Cancellation() {}

    /** Ends what was started with this cancellation, now and in future. */
    public void cancel() {
        cancelled = true;
        listeners.forEach(Runnable::run);
    }

    /**
     * Tells whether {@link #cancel} was called.
     *
     * @return true if so
     */
    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Does something else at a cancellation as well: at the latest when this returns where it was cancelled before, and
     * otherwise on {@link #cancel}, on the thread that cancels.
     *
     * @param listener quick, and free of errors; may be called more than once
     */
    public void listen(final Runnable listener) {
        listeners.add(listener);
        if (cancelled) {
            listener.run();
        }
    }

    /**
     * Does it no longer; a call that has begun may go on.
     *
     * @param listener given to {@link #listen}
     */
    public void forget(final Runnable listener) {
        listeners.remove(listener);
    }
}
