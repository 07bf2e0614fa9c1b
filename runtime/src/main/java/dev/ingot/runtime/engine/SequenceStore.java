package dev.ingot.runtime.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends sequences, of which there are only so many. A conversation gets the one back that still holds its tokens, unless
 * another had to take it: then the one unused for longest gives way. Who finds all of them lent out waits; who came first is
 * served first. Thread-safe.
 */
final class SequenceStore {

    private final Supplier<Sequence> maker;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Sequence> idle = new ArrayList<>(); // longest unused first
    private final ArrayDeque<Long> waiting = new ArrayDeque<>(); // first come, first served
    private int room; // sequences that may still be made
    private int lent;
    private long tickets;
    private boolean closed;

    /**
     * Starts empty.
     *
     * @param most  sequences at once
     * @param maker makes one; called without the store's lock
     */
    SequenceStore(final int most, final Supplier<Sequence> maker) {
        this(most, maker, System::nanoTime);
    }

    SequenceStore(final int most, final Supplier<Sequence> maker, final LongSupplier clock) {
        this.maker = maker;
        this.clock = clock;
        room = most;
    }

    /**
     * Lends a sequence.
     *
     * @param owner   of the tokens that it may still hold, or {@link Sequence#NOBODY}
     * @param control ends the waiting
     * @return the sequence, or null when stopped, at its deadline, or closed while waiting
     */
    @Nullable
    Sequence acquire(final long owner, final RunControl control) {
        final List<Sequence> found = acquire(owner, 1, control);
        return found.isEmpty() ? null : found.getFirst();
    }

    /**
     * Lends several sequences that hold nothing. Nobody who came later gets one before all are there, so that no two wait for
     * each other.
     *
     * @param count   how many, at most as many as there may be
     * @param control ends the waiting
     * @return the sequences; fewer when stopped, at its deadline, or closed while waiting
     */
    List<Sequence> acquireAll(final int count, final RunControl control) {
        return acquire(Sequence.NOBODY, count, control);
    }

    private List<Sequence> acquire(final long owner, final int count, final RunControl control) {
        final var held = new ArrayList<Sequence>(count);
        lock.lock();
        final Long ticket = ++tickets;
        final var wait = new LongWait(clock);
        try {
            waiting.add(ticket);
            while (held.size() < count && !closed && !control.stopped()) {
                final @Nullable Sequence found = ticket.equals(waiting.peek())
                        ? takeOrMake(owner)
                        : null;
                if (found != null) {
                    lent++;
                    held.add(found);
                } else {
                    changed.await(wait.atMost(control.remaining()), TimeUnit.NANOSECONDS);
                    if (wait.isUntold()) {
                        tell(wait);
                    }
                }
            }
        } catch (InterruptedException e) {
            control.stop();
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            idle.addAll(held);
            lent -= held.size();
            throw e;
        } finally {
            waiting.remove(ticket);
            changed.signalAll();
            lock.unlock();
        }
        return held;
    }

    /** Lends a sequence that holds nothing, if one is to be had and nobody else waits for it. */
    @Nullable
    Sequence tryAcquire() {
        lock.lock();
        try {
            final @Nullable Sequence found = closed || !waiting.isEmpty()
                    ? null
                    : takeOrMake(Sequence.NOBODY);
            if (found != null) {
                lent++;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock, as whoever keeps the log may take his time. */
    private void tell(final LongWait wait) {
        final int now = lent;
        lock.unlock();
        try {
            wait.tell(now);
        } finally {
            lock.lock();
        }
    }

    /** Lends the sequence that an owner has left, if it is there; waits for nobody. */
    @Nullable
    Sequence acquireOwn(final long owner) {
        lock.lock();
        try {
            for (final Sequence sequence : idle) {
                if (sequence.owner == owner) {
                    idle.remove(sequence);
                    lent++;
                    return sequence;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Sequence takeOrMake(final long owner) {
        final @Nullable Sequence found = take(owner);
        if (found != null || room == 0) {
            return found;
        }
        room--;
        return make();
    }

    /** Takes the owner's own sequence, else one of nobody; else, when no more may be made, the longest unused. */
    private @Nullable Sequence take(final long owner) {
        @Nullable
        Sequence best = null;
        for (final Sequence sequence : idle) {
            final boolean own = owner != Sequence.NOBODY && sequence.owner == owner;
            if (own || (best == null && sequence.owner == Sequence.NOBODY)) {
                best = sequence;
            }
            if (own) {
                break;
            }
        }
        if (best == null && room == 0 && !idle.isEmpty()) {
            best = idle.getFirst();
        }
        if (best != null) {
            idle.remove(best);
            if (owner == Sequence.NOBODY || best.owner != owner) {
                best.clear();
            }
        }
        return best;
    }

    private @Nullable Sequence make() {
        lock.unlock();
        @Nullable
        Sequence made = null;
        try {
            made = maker.get();
        } finally {
            lock.lock();
            if (made == null) {
                room++;
                changed.signalAll();
            }
        }
        return made;
    }

    /**
     * Takes a sequence back.
     *
     * @param sequence lent before
     * @param owner    of its tokens from now on, or {@link Sequence#NOBODY} to forget them
     */
    void release(final Sequence sequence, final long owner) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            sequence.owner = owner;
            idle.add(sequence);
            lent--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many are lent now. */
    int lent() {
        lock.lock();
        try {
            return lent;
        } finally {
            lock.unlock();
        }
    }

    /** Makes who waits look again whether it was stopped. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lends nothing any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
