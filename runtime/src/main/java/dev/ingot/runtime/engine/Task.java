package dev.ingot.runtime.engine;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Work for the model's thread that is done by itself.
 *
 * @param work    the work
 * @param control stops it, if it can be stopped
 * @param dropped its result when it was stopped before it began
 * @param done    its result
 */
record Task<T>(Callable<T> work, Optional<RunControl> control, Optional<T> dropped,
        CompletableFuture<T> done) {

    /** Does the work. */
    void run() {
        try {
            done.complete(work.call());
        } catch (Throwable e) { // whoever waits gets it
            done.completeExceptionally(e);
        }
    }

    /** Tells whether it needs not be done any more; then nobody waits for it any more. */
    boolean dropIfStopped() {
        return control.isPresent() && control.get().stopped() && dropped.isPresent()
                && done.complete(dropped.get());
    }
}
