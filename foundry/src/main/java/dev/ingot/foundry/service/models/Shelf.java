package dev.ingot.foundry.service.models;

import dev.ingot.error.CancelledException;
import dev.ingot.foundry.CachedModel;
import dev.ingot.foundry.ModelId;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.runtime.Cancellation;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Which models are loaded, who uses them, and what memory they are given. Thread-safe; nothing slow happens under its
 * lock.
 */
final class Shelf {

    private static final int LATER_SECONDS = 5;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ModelId, ModelEntry> entries = new HashMap<>();
    private final PoolOptions options;
    private final LongSupplier clock;
    private boolean closed;

    Shelf(final PoolOptions options, final LongSupplier clock) {
        this.options = options;
        this.clock = clock;
    }

    /**
     * Takes a model into use.
     *
     * @param model        to use
     * @param seats        how many generations run at once for the user
     * @param cancellation ends the waiting for one that is being taken away
     * @param load         called with a new entry where the model is not there yet
     */
    ModelEntry enter(final CachedModel model, final int seats, final Cancellation cancellation,
            final Consumer<ModelEntry> load) {
        final Runnable wake = () -> locked(() -> {});
        cancellation.listen(wake);
        lock.lock();
        try {
            while (true) {
                requireOpen();
                final var entry = entries.get(model.id());
                if (entry == null) {
                    return begin(model, seats, load);
                }
                if (!entry.closing()) {
                    return join(entry, seats);
                }
                if (cancellation.isCancelled()) {
                    throw new CancelledException(model.id() + " is still being unloaded");
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
            cancellation.forget(wake);
        }
    }

    private ModelEntry begin(final CachedModel model, final int seats, final Consumer<ModelEntry> load) {
        final var entry = new ModelEntry(this, model, options.keep());
        load.accept(entry);
        entry.use(seats);
        entries.put(model.id(), entry);
        return entry;
    }

    private ModelEntry join(final ModelEntry entry, final int seats) {
        final long limit = (long) options.loading().sequences() + options.queue();
        if (entry.seats() + seats > limit) {
            throw HttpFailure.of(429, entry.seats() + " generations run or wait on " + entry.model().id()
                    + " already, and there is room for " + limit, null, "rate_limit_exceeded").retryAfter(1);
        }
        entry.use(seats);
        return entry;
    }

    private void requireOpen() {
        if (closed) {
            throw HttpFailure.of(503, "the service is closing", null, "shutting_down")
                    .retryAfter(LATER_SECONDS);
        }
    }

    void giveBack(final ModelEntry entry, final int seats) {
        locked(() -> entry.leave(seats, clock.getAsLong()));
    }

    boolean isClosing(final ModelEntry entry) {
        lock.lock();
        try {
            return entry.closing();
        } finally {
            lock.unlock();
        }
    }

    void keepFor(final ModelEntry entry, final Duration keep) {
        locked(() -> entry.keep(keep));
    }

    private void locked(final Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets memory aside for a model; models that nobody uses go for it, and those in use are waited for.
     *
     * @throws HttpFailure if it does not fit, or not in time
     */
    void reserve(final ModelEntry entry, final long need) {
        final long budget = options.memory().orElse(Long.MAX_VALUE);
        if (need > budget) {
            throw HttpFailure.of(503, entry.model().id() + " needs about " + megabytes(need)
                    + " of memory, and the service may use only " + megabytes(budget)
                    + "; give it more with --memory, or take a smaller precision", "model",
                    "insufficient_memory");
        }
        final long end = System.nanoTime() + options.patience().toNanos();
        for (var victim = makeRoom(entry, need, budget, end); victim
                .isPresent(); victim = makeRoom(entry, need,
                        budget, end)) {
            shut(victim.get());
        }
    }

    /** Returns an idle model that has to go, or nothing once the memory is set aside. */
    private Optional<ModelEntry> makeRoom(final ModelEntry entry, final long need, final long budget,
            final long end) {
        lock.lock();
        try {
            while (true) {
                requireOpen();
                final long taken = entries.values().stream().mapToLong(ModelEntry::bytes).sum();
                if (need <= budget - taken) {
                    entry.reserve(need);
                    return Optional.empty();
                }
                final var victim = take(ModelEntry::idle);
                if (victim.isPresent()) {
                    return victim;
                }
                if (changed.awaitNanos(end - System.nanoTime()) <= 0) {
                    throw HttpFailure.of(503, entry.model().id() + " needs about " + megabytes(need)
                            + " of memory, and other models that are in use leave too little of "
                            + megabytes(budget), "model", "insufficient_memory").retryAfter(LATER_SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("loading " + entry.model().id() + " was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns what would come free if all idle models went, by estimate. */
    long idleBytes() {
        lock.lock();
        try {
            return entries.values().stream().filter(ModelEntry::idle).mapToLong(ModelEntry::bytes).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Unloads the idle model whose last use is longest ago. Tells whether there was one. */
    boolean evict() {
        final var victim = take(ModelEntry::idle);
        victim.ifPresent(this::shut);
        return victim.isPresent();
    }

    /** Unloads all idle models. */
    void evictAll() {
        for (var victim = take(ModelEntry::idle); victim.isPresent(); victim = take(ModelEntry::idle)) {
            shut(victim.get());
        }
    }

    /** Unloads a model that was registered anew since it was loaded, unless somebody uses it. */
    void renew(final CachedModel model) {
        final var now = Registered.of(model);
        take(entry -> entry.model().id().equals(model.id()) && entry.idle() && entry.outdated(now))
                .ifPresent(this::shut);
    }

    /** Unloads models that the cache does not have any more, or has other files for, unless somebody uses them. */
    void dropOutdated() {
        for (final var entry : snapshot()) {
            if (entry.outdated(Registered.of(entry.model()))) {
                take(it -> it == entry && it.idle()).ifPresent(this::shut);
            }
        }
    }

    /** Unloads the models whose time is over. */
    void sweep() {
        final long now = clock.getAsLong();
        for (var entry = take(e -> e.expired(now)); entry.isPresent(); entry = take(e -> e.expired(now))) {
            shut(entry.get());
        }
    }

    private Optional<ModelEntry> take(final Predicate<ModelEntry> which) {
        lock.lock();
        try {
            final var chosen = entries.values().stream().filter(which)
                    .min(Comparator.comparingLong(ModelEntry::lastUsed));
            chosen.ifPresent(ModelEntry::beginClosing);
            return chosen;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a model away.
     *
     * @param id    of the model
     * @param force whether calls that use it are cancelled
     * @return false if it was not loaded
     * @throws HttpFailure with status 409 if it is in use and shall not be taken from there
     */
    boolean unload(final ModelId id, final boolean force) {
        final ModelEntry entry;
        lock.lock();
        try {
            ModelEntry found = entries.get(id);
            while (found != null && found.closing()) {
                changed.awaitUninterruptibly();
                found = entries.get(id);
            }
            if (found == null) {
                return false;
            }
            entry = found;
            if (entry.users() > 0 && !force) {
                throw HttpFailure.of(409, id + " is in use by " + entry.users()
                        + (entry.users() == 1 ? " request" : " requests")
                        + "; ask again later, or with force=true to cancel them", "model", "model_in_use");
            }
            entry.beginClosing();
        } finally {
            lock.unlock();
        }
        shut(entry);
        return true;
    }

    /** Frees a model that is marked as closing, after its load where that is still going on. */
    private void shut(final ModelEntry entry) {
        try {
            entry.generator.join().close();
        } catch (CompletionException e) {
            System.getLogger(Shelf.class.getName()).log(System.Logger.Level.DEBUG,
                    () -> entry.model().id() + " was not loaded", e);
        } finally {
            remove(entry);
        }
    }

    void remove(final ModelEntry entry) {
        locked(() -> entries.remove(entry.model().id(), entry));
    }

    /** Lets no more calls in. */
    void close() {
        locked(() -> closed = true);
    }

    /** Frees everything, whoever uses it. */
    void clear() {
        for (final var entry : snapshot()) {
            unload(entry.model().id(), true);
        }
    }

    private List<ModelEntry> snapshot() {
        lock.lock();
        try {
            return List.copyOf(entries.values());
        } finally {
            lock.unlock();
        }
    }

    /** Returns what is loaded now, by id. */
    List<LoadedModel> loaded() {
        lock.lock();
        try {
            final long now = clock.getAsLong();
            return entries.values().stream().filter(ModelEntry::ready)
                    .map(entry -> LoadedModel.of(entry, now))
                    .sorted(Comparator.comparing(model -> model.model().id())).toList();
        } finally {
            lock.unlock();
        }
    }

    private static String megabytes(final long bytes) {
        return Math.ceilDiv(bytes, 1 << 20) + " MB";
    }
}
