package dev.ingot.runtime.engine;

import dev.ingot.error.ModelRunException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that makes a model's calls to ONNX Runtime. Callers wait for it and can be interrupted meanwhile. Scratch
 * memory that native code keeps per thread exists once, and goes with the thread.
 */
final class ModelThread implements AutoCloseable {

    private final WorkQueue queue = new WorkQueue(System::nanoTime);
    private final Thread thread;
    private volatile @Nullable RowSteps steps;

    /** Starts the thread. */
    ModelThread(final String name) {
        thread = Thread.ofPlatform().daemon().name("ingot-" + name).start(this::work);
    }

    /** Sets who makes steps of several sequences. */
    void steps(final RowSteps runner) {
        steps = runner;
    }

    /** Whatever fails, for want of memory in particular: whoever waits is told, and the thread goes on. */
    private void work() {
        boolean open = true;
        while (open) {
            try {
                open = workOnce();
            } catch (Throwable e) {
                queue.fail(e);
            }
        }
    }

    private boolean workOnce() {
        final @Nullable RowSteps runner = steps;
        final WorkQueue.Next next = queue.next(runner == null ? 1 : runner.widest());
        if (next.task() != null) {
            next.task().run();
        } else if (runner == null || next.steps().isEmpty()) {
            return false;
        } else {
            make(next.steps(), runner);
        }
        return true;
    }

    private void make(final List<RowStep> waiting, final RowSteps runner) {
        try {
            final long start = System.nanoTime();
            final List<RowStep> made = runner.run(waiting);
            queue.made(made, System.nanoTime() - start);
            made.forEach(step -> step.done().complete(true));
        } catch (Throwable e) { // whoever waits gets it
            waiting.forEach(step -> step.done().completeExceptionally(e));
        }
    }

    /**
     * Runs work on the model's thread and waits for it to end, also when the waiting thread is interrupted.
     *
     * @param work the work
     * @return its result
     */
    <T> T call(final Callable<T> work) {
        final var task = new Task<>(work, Optional.empty(), Optional.empty(), new CompletableFuture<>());
        queue.add(task);
        return await(task.done(), Waiting.FOR_ITS_END);
    }

    /**
     * Runs work that can be stopped.
     *
     * @param work    the work
     * @param control stops it; used when the waiting thread is interrupted, or its deadline comes
     * @param dropped its result if it was stopped before it began
     * @return its result
     */
    <T> T call(final Callable<T> work, final RunControl control, final T dropped) {
        final var task = new Task<>(work, Optional.of(control), Optional.of(dropped),
                new CompletableFuture<>());
        queue.add(task);
        return await(task.done(), control);
    }

    /**
     * Makes one step of one sequence, together with others where that can be.
     *
     * @param step to be made
     * @return false if it was stopped
     */
    boolean step(final RowStep step) {
        queue.add(step);
        return await(step.done(), step.control());
    }

    /** A sequence makes no single step next. */
    void leaves(final Sequence sequence) {
        queue.leaves(sequence);
    }

    /** Makes callers that were stopped wait no longer for their turn. */
    void dropStopped() {
        queue.dropStopped();
    }

    /** Waits for the end of work, also when the waiting thread is interrupted or its time is over: both make it end soon. */
    static <T> T await(final CompletableFuture<T> done, final Waiting control) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get(control.remaining(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    control.stop();
                } catch (TimeoutException e) {
                    control.expire();
                }
            }
        } catch (ExecutionException e) {
            throw unchecked(e.getCause() == null ? e : e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(final Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new ModelRunException("the model's thread failed: " + cause.getMessage(), cause);
        };
    }

    /** Ends the thread once its work is done, and waits for that. */
    @Override
    public void close() {
        queue.close();
        ThreadEnd.await(thread);
    }
}
