package dev.ingot.quantize;

import dev.ingot.error.CancelledException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the rows of a matrix, shared by its workers.
 *
 * <p>Chunks are claimed in rising order and every claimed chunk is finished, so the lowest failing chunk is always
 * among those that ran: which error is reported does not depend on timing.
 */
final class RowRun {

    private final int rows;
    private final int rowsPerChunk;
    private final ChunkTask task;
    private final AtomicLong next = new AtomicLong();
    private volatile boolean stopped;
    private long failedAt = Long.MAX_VALUE;
    private @Nullable Throwable failure;

    RowRun(final int rows, final int rowsPerChunk, final ChunkTask task) {
        if (rows < 0 || rowsPerChunk < 1) {
            throw new IllegalArgumentException("rows " + rows + ", rows per chunk " + rowsPerChunk);
        }
        this.rows = rows;
        this.rowsPerChunk = rowsPerChunk;
        this.task = task;
    }

    /** Runs chunks until none is left. */
    void drain(final Scratch scratch) {
        while (step(scratch)) {
            // All work is in the condition.
        }
    }

    /** Runs one chunk; false when there was none left, or the run has been stopped. */
    boolean step(final Scratch scratch) {
        final long first = stopped ? rows : next.getAndAdd(rowsPerChunk);
        if (first >= rows) {
            return false;
        }
        try {
            task.run((int) first, (int) Math.min(rowsPerChunk, rows - first), scratch);
        } catch (final Throwable e) { // Carried to the calling thread, and thrown there.
            fail(first, e);
        } finally {
            scratch.reset();
        }
        return true;
    }

    /** Ends the run when the calling thread is interrupted while chunks are left. */
    void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted() && next.get() < rows) {
            fail(Long.MAX_VALUE - 1, new CancelledException("interrupted after row " + (next.get() - 1)));
        }
    }

    /** Throws what the lowest failing chunk threw. */
    synchronized void rethrow() throws IOException {
        switch (failure) {
            case null -> {
                return;
            }
            case ClosedByInterruptException e ->
                throw new CancelledException("interrupted at row " + failedAt, e);
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private synchronized void fail(final long first, final Throwable e) {
        stopped = true;
        if (first < failedAt) {
            failedAt = first;
            failure = e;
        }
    }
}
