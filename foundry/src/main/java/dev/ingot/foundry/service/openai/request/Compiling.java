package dev.ingot.foundry.service.openai.request;

import dev.ingot.constrain.Constraint;
import dev.ingot.error.CancelledException;
import dev.ingot.runtime.Cancellation;
import java.util.function.Supplier;

/**
 * Makes the constraints of all requests, few at a time: each may take seconds of a processor, and a hundred megabytes or two
 * while it does. Thread-safe.
 */
public final class Compiling {

    /** How many are made at once. */
    static final int AT_ONCE = 2;

    private int running;

    /** Nothing is being made yet. */
    public Compiling() {}

    /** Makes the constraints of one request. */
    @FunctionalInterface
    public interface Turn {

        /**
         * Makes a constraint, when it is its turn.
         *
         * @param made calls a factory of {@link Constraint}
         * @return the constraint
         * @throws dev.ingot.error.ConstraintException as that does
         * @throws CancelledException                  if the request is not waited for any more
         */
        Constraint make(Supplier<Constraint> made);
    }

    /**
     * Returns what makes the constraints of a request.
     *
     * @param request gives its cancellation, which ends waiting and making; asked only when there is something to make
     * @return to be used by the request's thread
     */
    public Turn of(final Supplier<Cancellation> request) {
        return made -> {
            final Cancellation cancellation = request.get();
            enter(cancellation);
            try {
                return Constraint.cancellable(cancellation, made);
            } finally {
                leave();
            }
        };
    }

    private void enter(final Cancellation cancellation) {
        final Runnable wake = this::wake;
        cancellation.listen(wake);
        try {
            await(cancellation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting to compile a constraint", e);
        } finally {
            cancellation.forget(wake);
        }
    }

    private synchronized void await(final Cancellation cancellation) throws InterruptedException {
        while (running == AT_ONCE && !cancellation.isCancelled()) {
            wait();
        }
        if (cancellation.isCancelled()) {
            notifyAll();
            throw new CancelledException("the constraint is not wanted any more");
        }
        running++;
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized void leave() {
        running--;
        notifyAll();
    }
}
