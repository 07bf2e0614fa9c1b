package dev.ingot.foundry.service.models;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.runtime.Generator;
import java.io.IOException;
import java.time.Duration;

/** A loaded model in use: it stays loaded until this is closed. Belongs to one call. */
public final class Lease implements AutoCloseable {

    private final ModelEntry entry;
    private final int seats;
    private final Generator generator;
    private boolean closed;

    Lease(final ModelEntry entry, final int seats, final Generator generator) {
        this.entry = entry;
        this.seats = seats;
        this.generator = generator;
    }

    /**
     * Returns the generator, which other calls use at the same time. It must not be closed.
     *
     * @return usable until this lease is closed
     */
    public Generator generator() {
        return generator;
    }

    /** What a call does with a generator. */
    @FunctionalInterface
    public interface Use {

        /**
         * Uses it.
         *
         * @param generator of the lease
         * @throws IOException if the client is gone
         */
        void with(Generator generator) throws IOException;
    }

    /**
     * Uses the generator. Whoever begins something with one that is being closed hears of it by an
     * {@link IllegalStateException}; here that means that the model was taken away, and is no fault of the call.
     *
     * @param use what to do
     * @throws IOException        if the client is gone
     * @throws CancelledException if the model is taken away meanwhile
     */
    public void use(final Use use) throws IOException {
        try {
            use.with(generator);
        } catch (IllegalStateException e) {
            throw entry.isClosing()
                    ? new CancelledException(entry.model().id() + " is being unloaded", e)
                    : e;
        }
    }

    /**
     * Returns the model.
     *
     * @return as the cache lists it
     */
    public CachedModel model() {
        return entry.model();
    }

    /**
     * Sets how long the model stays loaded after its last use, from now on.
     *
     * @param value 0 for as long as there is memory
     */
    public void keepFor(final Duration value) {
        entry.keepFor(value);
    }

    /** Gives the model back. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            entry.giveBack(seats);
        }
    }
}
