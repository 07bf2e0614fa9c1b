package dev.ingot.foundry.service.models;

import dev.ingot.error.CancelledException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.ModelId;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.runtime.Cancellation;
import dev.ingot.runtime.GenerationListener;
import dev.ingot.runtime.Generator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Loads models of a cache when they are asked for and shares each among all who ask. When memory is short, the model
 * whose last use is longest ago goes, but never one in use. Thread-safe; owns the generators and the threads that
 * load them.
 */
public final class ModelPool implements AutoCloseable {

    private final Catalog catalog;
    private final Shelf shelf;
    private final ModelLoads loads;
    private final int together;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ingot-sweep").factory());

    /**
     * Creates a pool without a model.
     *
     * @param cache     where models come from
     * @param options   how they are loaded and kept
     * @param listeners who is told of a model's generations
     */
    public ModelPool(final FoundryCache cache, final PoolOptions options,
            final Function<ModelId, GenerationListener> listeners) {
        this(cache, options, listeners, System::nanoTime);
    }

    ModelPool(final FoundryCache cache, final PoolOptions options,
            final Function<ModelId, GenerationListener> listeners, final LongSupplier clock) {
        catalog = new Catalog(cache);
        shelf = new Shelf(options, clock);
        loads = new ModelLoads(shelf, options, listeners);
        together = options.loading().sequences();
        final var _ = sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * Returns all models of the cache, loaded or not.
     *
     * @return by name and version
     */
    public List<CachedModel> models() {
        return catalog.models();
    }

    /**
     * Returns the models in memory.
     *
     * @return by name and version
     */
    public List<LoadedModel> loaded() {
        return shelf.loaded();
    }

    /**
     * Finds a model of the cache without loading it.
     *
     * @param name id, or name for the highest version; another case will do if that leaves no doubt
     * @return the model
     * @throws HttpFailure with status 404 if there is none
     */
    public CachedModel find(final String name) {
        return catalog.find(name);
    }

    /**
     * Returns a loaded model for one generation at a time, however long loading it may take; else as
     * {@link #lease(String, int, Cancellation)}.
     *
     * @param name as {@link #find} takes it
     * @return to be closed when the call is done
     */
    public Lease lease(final String name) {
        return lease(name, 1, new Cancellation());
    }

    /**
     * Returns a loaded model for use, and loads it first where needed; anew where it was replaced in the cache and
     * nobody uses the old one. Whoever asks for a model that is being loaded waits for that load.
     *
     * <p>A call may stand for many generations. As no more of them run at once than the model computes together, it takes so
     * many places at most of those that there are.
     *
     * @param name         as {@link #find} takes it
     * @param generations  that the call stands for, at least 1
     * @param cancellation ends the waiting
     * @return to be closed when the call is done
     * @throws HttpFailure        with status 404 if there is none, 429 if too many wait for it already, 503 if it does not
     *                            fit beside the models that are in use, or if the pool is closing; otherwise as loading
     *                            fails
     * @throws CancelledException if it was cancelled before the model was there; its load goes on
     */
    public Lease lease(final String name, final int generations, final Cancellation cancellation) {
        final CachedModel model = find(name);
        shelf.renew(model);
        final int seats = Math.min(generations, together);
        final ModelEntry entry = shelf.enter(model, seats, cancellation, loads::start);
        try {
            return new Lease(entry, seats, await(entry, name, cancellation));
        } catch (RuntimeException | Error e) {
            entry.giveBack(seats);
            throw e;
        }
    }

    private Generator await(final ModelEntry entry, final String name, final Cancellation cancellation) {
        final var loaded = entry.generator.copy();
        final Runnable stop = () -> loaded.cancel(false);
        cancellation.listen(stop);
        try {
            return loaded.join();
        } catch (CancellationException e) {
            throw new CancelledException(entry.model().id() + " is still being loaded", e);
        } catch (CompletionException e) {
            throw Catalog.isPresent(entry.model())
                    ? ModelFailure.ofLoading(entry.model(), e.getCause() == null ? e : e.getCause())
                    : catalog.notFound(name); // It was removed before it was loaded.
        } finally {
            cancellation.forget(stop);
        }
    }

    /**
     * Words what a model cannot do for clients: with its id, and not with where its files lie.
     *
     * @param thrown by work with one of the models that are loaded
     * @return to be thrown
     */
    public RuntimeException told(final UnsupportedModelException thrown) {
        final String message = String.valueOf(thrown.getMessage());
        return loaded().stream().map(LoadedModel::model)
                .filter(model -> message.contains(model.directory().toString())).findFirst()
                .<RuntimeException>map(model -> HttpFailure.of(thrown)
                        .message(ModelFailure.withoutPath(model, thrown)))
                .orElse(thrown);
    }

    /**
     * Frees a model.
     *
     * @param name  of a loaded model, as {@link #find} takes it
     * @param force whether calls that use it are cancelled
     * @return false if it was not loaded
     * @throws HttpFailure with status 404 if there is no such model, 409 if it is in use and {@code force} is false
     */
    public boolean unload(final String name, final boolean force) {
        final var model = Catalog.match(name, loaded().stream().map(LoadedModel::model).toList())
                .orElseGet(() -> find(name));
        return shelf.unload(model.id(), force);
    }

    /** Frees all models that nobody uses. */
    public void unloadIdle() {
        shelf.evictAll();
    }

    /**
     * Frees the models that were not used for as long as they shall stay, and those that nobody uses and that the cache has lost,
     * under their names at least. Happens by itself each second.
     */
    void sweep() {
        try {
            shelf.sweep();
            shelf.dropOutdated();
        } catch (RuntimeException e) {
            System.getLogger(ModelPool.class.getName()).log(System.Logger.Level.WARNING,
                    "a model could not be unloaded", e); // the next second will try the others
        }
    }

    /** Waits for loads that have begun, cancels what runs and frees all models. */
    @Override
    public void close() {
        shelf.close();
        sweeper.close();
        loads.close();
        shelf.clear();
    }
}
