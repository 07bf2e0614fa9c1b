package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What of an answer in parts its client has not taken yet. Whoever makes the answer leaves its parts here, and a thread of the
 * server writes them, so that a client that reads slowly holds nobody up as long as there is room. Where there is none, the maker
 * waits, and with it what it has of a model: until half of it is taken, or the time for that is over, or the time for all such
 * waits of the answer. Thread-safe.
 */
final class Outbox {

    private static final int ROOM = 512 << 10;
    private static final int PIECE = 16 << 10;

    private enum State {
        /** More may come. */
        OPEN,
        /** All has come. */
        CLOSED,
        /** Nobody is left to take it. */
        DROPPED
    }

    private final WireOutput out;
    private final boolean chunked;
    private final Patience patience;
    private final Executor writers;
    private final ReentrantLock turn = new ReentrantLock(); // held for a whole part: its pieces stay together
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int bytes; // not written yet, the piece that is being written included
    private State state = State.OPEN;
    private long stalled; // nanoseconds that its makers have waited
    private boolean lost; // something that was never written

    /** Prepares one. */
    Outbox(final WireOutput out, final boolean chunked, final Patience patience, final Executor writers) {
        this.out = out;
        this.chunked = chunked;
        this.patience = patience;
        this.writers = writers;
    }

    /** Begins to write what comes; says when that is no longer possible. */
    void begin(final Runnable gone) throws IOException {
        try {
            writers.execute(() -> deliver(gone));
        } catch (RejectedExecutionException e) {
            throw new IOException("the server is closing", e);
        }
    }

    private void deliver(final Runnable gone) {
        try {
            for (byte[] piece = next(); piece.length > 0; piece = next()) {
                out.part(piece, chunked);
                written(piece.length);
            }
        } catch (IOException e) {
            lose();
            gone.run();
        }
    }

    /** Returns what is to be written next, nothing at the end. */
    private byte[] next() throws IOException {
        lock.lock();
        try {
            while (state == State.OPEN && pieces.isEmpty()) {
                changed.await();
            }
            return pieces.isEmpty() ? new byte[0] : pieces.remove();
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private void written(final int count) {
        lock.lock();
        try {
            bytes -= count;
            if (bytes <= ROOM / 2) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a part; waits for room.
     *
     * @throws IOException if nobody takes it, or none makes room in time
     */
    void put(final byte[] part) throws IOException {
        turn.lock();
        try {
            for (int from = 0; from < part.length; from += PIECE) {
                add(Arrays.copyOfRange(part, from, Math.min(from + PIECE, part.length)));
            }
        } finally {
            turn.unlock();
        }
    }

    private void add(final byte[] piece) throws IOException {
        lock.lock();
        try {
            if (bytes >= ROOM) {
                awaitAtMost(ROOM / 2);
            }
            if (state != State.OPEN) {
                throw new IOException("the client is gone");
            }
            push(piece);
        } finally {
            lock.unlock();
        }
    }

    private void push(final byte[] piece) {
        pieces.add(piece);
        bytes += piece.length;
        changed.signalAll();
    }

    private void awaitAtMost(final int most) throws IOException {
        final long begin = System.nanoTime();
        try {
            for (long left = patience.left(stalled); state == State.OPEN
                    && bytes > most; left = changed.awaitNanos(left)) {
                if (left <= 0) {
                    patience.cutOff().increment();
                    throw new IOException("the client reads too slowly");
                }
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            final long waited = System.nanoTime() - begin;
            stalled += waited;
            patience.stalled().add(waited);
        }
    }

    /** Adds what means nothing if nothing was written for some time, and nothing waits. */
    void fill(final byte[] nothing, final Duration quiet) {
        if (turn.tryLock()) {
            lock.lock();
            try {
                if (state == State.OPEN && bytes == 0 && out.quiet(quiet)) {
                    push(nothing);
                }
            } finally {
                lock.unlock();
                turn.unlock();
            }
        }
    }

    /**
     * Waits until all is written. How long that takes is the client's affair: nothing is made for it any more. One that is gone
     * may have had all before.
     *
     * @throws IOException if not all could be written
     */
    void end() throws IOException {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.CLOSED;
                changed.signalAll();
            }
            while (!lost && bytes > 0) {
                changed.await();
            }
            if (lost) {
                throw new IOException("the client is gone");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            lock.unlock();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private void lose() {
        lock.lock();
        try {
            lost = true;
            drop();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is not being written yet, and ends the waiting for it. */
    void drop() {
        lock.lock();
        try {
            state = State.DROPPED;
            lost |= !pieces.isEmpty();
            pieces.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
