package dev.ingot.foundry.service.models;

import dev.ingot.error.InsufficientMemoryException;
import dev.ingot.foundry.ModelId;
import dev.ingot.runtime.GenerationListener;
import dev.ingot.runtime.Generator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Loads models, each on a platform thread of its own: native code would hold the carrier of a virtual one. */
final class ModelLoads implements AutoCloseable {

    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("ingot-load-", 0).factory());
    private final Shelf shelf;
    private final PoolOptions options;
    private final Function<ModelId, GenerationListener> listeners;

    ModelLoads(final Shelf shelf, final PoolOptions options,
            final Function<ModelId, GenerationListener> listeners) {
        this.shelf = shelf;
        this.options = options;
        this.listeners = listeners;
    }

    void start(final ModelEntry entry) {
        threads.execute(() -> load(entry));
    }

    /** Whoever waits for the entry learns of everything that goes wrong. */
    private void load(final ModelEntry entry) {
        try {
            shelf.reserve(entry, ModelSize.of(entry.model().directory(), options.loading()));
            entry.generator.complete(open(entry));
        } catch (RuntimeException | Error e) {
            shelf.remove(entry);
            entry.generator.completeExceptionally(e);
        }
    }

    /**
     * What the machine has is known only now: other models may have to go for it, budget or not. None does where all of
     * them would not be enough.
     */
    private Generator open(final ModelEntry entry) {
        while (true) {
            try {
                return Generator.open(entry.model().directory(),
                        options.loading().listener(listeners.apply(entry.model().id())));
            } catch (InsufficientMemoryException e) {
                if (e.missing() > shelf.idleBytes() || !shelf.evict()) {
                    throw e;
                }
            }
        }
    }

    /** Waits for loads that have begun. */
    @Override
    public void close() {
        threads.close();
    }
}
