package dev.ingot.runtime.engine;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets many use what is open, and one close it, once, when nobody uses it. Thread-safe. */
final class Gate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed; // guarded by the lock

    /** Begins a use; returns false if all is closed: then {@link #leave} must not be called. */
    boolean enter() {
        lock.readLock().lock();
        if (closed) {
            lock.readLock().unlock();
            return false;
        }
        return true;
    }

    void leave() {
        lock.readLock().unlock();
    }

    /** Waits until nobody is inside, then does the work, unless that was done before. */
    void close(final Runnable work) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                work.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
