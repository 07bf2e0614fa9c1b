package dev.ingot.quantize;

import dev.ingot.error.CancelledException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A few threads that share the rows of a matrix; the calling thread is one of them.
 *
 * <p>The others join only after the caller has worked for a moment: while the loops are not compiled yet, a second
 * thread spends its time in the interpreter and gains nothing.
 *
 * <p>One call at a time: {@link #forEach} is for the thread that owns the workers. {@link #close} ends the threads.
 */
public final class RowWorkers implements AutoCloseable {

    private static final long ALONE_NANOS = 400_000_000L;

    private final List<Scratch> scratches;
    private final ExecutorService helpers;
    private long aloneNanos;

    private RowWorkers(final int threads, final long aloneNanos) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
        this.scratches = IntStream.range(0, threads).mapToObj(i -> new Scratch()).toList();
        this.helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1),
                Thread.ofPlatform().name("ingot-rows-", 1).daemon().factory());
        this.aloneNanos = aloneNanos;
    }

    /**
     * Starts workers.
     *
     * @param threads how many threads work, the calling one included; with 1 no thread is started
     * @return the workers, to be closed by the caller
     */
    public static RowWorkers of(final int threads) {
        return new RowWorkers(threads, ALONE_NANOS);
    }

    /** Starts workers that all take part from the first row on. */
    static RowWorkers eager(final int threads) {
        return new RowWorkers(threads, 0);
    }

    /**
     * Returns how many threads work.
     *
     * @return threads, the calling one included
     */
    public int threads() {
        return scratches.size();
    }

    /**
     * Cuts rows into chunks and runs the task on each, in no fixed order. Returns when no thread works any more.
     *
     * <p>When chunks fail, the error of the lowest of them is thrown, whatever the timing; chunks that nobody has begun
     * by then are left out.
     *
     * @param rows         number of rows
     * @param rowsPerChunk rows of one chunk, at least 1; the last one may be shorter
     * @param task         the work
     * @throws IOException        if a task throws it
     * @throws CancelledException if the calling thread is interrupted; it stays interrupted
     */
    public void forEach(final int rows, final int rowsPerChunk, final ChunkTask task) throws IOException {
        final var run = new RowRun(rows, rowsPerChunk, task);
        final List<Future<?>> joined = new ArrayList<>();
        final long start = System.nanoTime();
        while (joined.isEmpty() && run.step(scratches.getFirst())) {
            run.stopIfInterrupted();
            if (threads() > 1 && System.nanoTime() - start >= aloneNanos) {
                scratches.subList(1, threads())
                        .forEach(scratch -> joined.add(helpers.submit(() -> run.drain(scratch))));
            }
        }
        while (run.step(scratches.getFirst())) {
            run.stopIfInterrupted();
        }
        aloneNanos = Math.max(0, aloneNanos - (System.nanoTime() - start));
        joined.forEach(RowWorkers::await);
        run.rethrow();
    }

    @Override
    public void close() {
        helpers.close();
        scratches.forEach(Scratch::close);
    }

    /** Waits to the end even when interrupted: until then a helper may use memory of the caller. */
    private static void await(final Future<?> helper) {
        boolean interrupted = false;
        while (!helper.isDone()) {
            try {
                helper.get();
            } catch (final InterruptedException e) {
                interrupted = true;
            } catch (final java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
