package dev.ingot.foundry.validate;

import dev.ingot.error.CancelledException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does work on a thread of its own and does not wait for it longer than it may take: whatever hangs, the caller goes on. For
 * one thread at a time.
 */
final class Guard {

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Duration farewell;
    private boolean stuck;

    Guard() {
        this(FAREWELL);
    }

    /** Makes one that waits for work that was interrupted no longer than this. */
    Guard(final Duration farewell) {
        this.farewell = farewell;
    }

    /**
     * What came of the work: exactly one of these, or neither when it did not end.
     *
     * @param value   what it gave
     * @param failure what it threw
     */
    record Outcome<T>(Optional<T> value, Optional<Throwable> failure) {}

    /** Does the work; interrupts it once its time is over. */
    <T> Outcome<T> run(final Duration limit, final Callable<T> work) {
        final var task = new FutureTask<T>(work);
        final Thread thread = Thread.ofPlatform().name("ingot-guarded").daemon().start(task);
        try {
            return new Outcome<>(Optional.of(task.get(limit.toNanos(), TimeUnit.NANOSECONDS)),
                    Optional.empty());
        } catch (ExecutionException e) {
            return new Outcome<>(Optional.empty(), Optional.ofNullable(e.getCause()));
        } catch (TimeoutException e) {
            task.cancel(true);
            leave(thread);
            return new Outcome<>(Optional.empty(), Optional.empty());
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while a model was validated", e);
        }
    }

    private void leave(final Thread thread) {
        try {
            stuck |= !thread.join(farewell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells whether some work did not end even after it was interrupted, and may still use the model. */
    boolean stuck() {
        return stuck;
    }
}
