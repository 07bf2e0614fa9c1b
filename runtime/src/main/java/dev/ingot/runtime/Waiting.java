package dev.ingot.runtime;

import dev.ingot.runtime.engine.RunControl;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for steps that go on side by side, to the last one: what they use must not be given away before. */
final class Waiting {

    private final RunControl control;
    private boolean interrupted;
    private @Nullable Throwable failure;

    Waiting(final RunControl control) {
        this.control = control;
    }

    /** Tells whether all of them were made; throws what the first of them threw that failed. */
    boolean all(final List<Future<Boolean>> steps) {
        boolean made = true;
        for (final Future<Boolean> step : steps) {
            made &= one(step);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return switch (failure) {
            case null -> made;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("a step failed", failure);
        };
    }

    private boolean one(final Future<Boolean> step) {
        while (true) {
            try {
                return step.get();
            } catch (InterruptedException e) {
                interrupted = true;
                control.stop();
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
                control.stop();
                return false;
            }
        }
    }
}
