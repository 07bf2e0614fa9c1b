package dev.ingot.foundry.service.models;

import dev.ingot.foundry.CachedModel;
import dev.ingot.runtime.Generator;
import java.time.Duration;

/** A loaded model in use: it stays loaded until this is closed. Belongs to one call. */
public final class Lease implements AutoCloseable {

    private final ModelEntry entry;
    private final Generator generator;
    private boolean closed;

    Lease(final ModelEntry entry, final Generator generator) {
        this.entry = entry;
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
            entry.giveBack();
        }
    }
}
