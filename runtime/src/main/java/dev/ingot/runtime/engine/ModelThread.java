package dev.ingot.runtime.engine;

import dev.ingot.error.ModelRunException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The one thread that makes a model's calls to ONNX Runtime. Callers wait for it and can be interrupted meanwhile; the
 * steps of several callers alternate in the order they come. Scratch memory that native code keeps per thread exists
 * once, and goes with the thread.
 */
final class ModelThread implements AutoCloseable {

    private final ExecutorService executor;

    ModelThread(final String name) {
        executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("ingot-" + name).factory());
    }

    /**
     * Runs work on the model's thread and waits for it to end, also when the waiting thread is interrupted.
     *
     * @param work      the work
     * @param interrupt makes the work end soon; called when the waiting thread is interrupted
     * @return its result
     */
    <T> T call(final Callable<T> work, final Runnable interrupt) {
        final Future<T> future = executor.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    interrupt.run();
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
        executor.close();
    }
}
