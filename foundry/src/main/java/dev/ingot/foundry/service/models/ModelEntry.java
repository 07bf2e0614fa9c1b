package dev.ingot.foundry.service.models;

import dev.ingot.foundry.CachedModel;
import dev.ingot.runtime.Generator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A model that is loaded or about to be. All but the future is guarded by the lock of its shelf. */
final class ModelEntry {

    /** The generator once it is loaded, or why it could not be. */
    final CompletableFuture<Generator> generator = new CompletableFuture<>();

    private final Shelf shelf;
    private final CachedModel model;
    private final Registered registered;
    private Duration keep;
    private int users;
    private int seats;
    private long bytes;
    private long lastUsed;
    private boolean closing;

    ModelEntry(final Shelf shelf, final CachedModel model, final Duration keep) {
        this.shelf = shelf;
        this.model = model;
        this.registered = Registered.of(model);
        this.keep = keep;
    }

    CachedModel model() {
        return model;
    }

    /** Whether the cache has other files for it by now. */
    boolean outdated(final Registered now) {
        return !registered.equals(now);
    }

    void giveBack(final int taken) {
        shelf.giveBack(this, taken);
    }

    void keepFor(final Duration value) {
        shelf.keepFor(this, value);
    }

    /** Whether it is being taken away, for those who do not hold the lock. */
    boolean isClosing() {
        return shelf.isClosing(this);
    }

    int users() {
        return users;
    }

    /** What its users compute, or wait to compute, at once. */
    int seats() {
        return seats;
    }

    void use(final int taken) {
        users++;
        seats += taken;
    }

    void leave(final int taken, final long now) {
        users--;
        seats -= taken;
        lastUsed = now;
    }

    /** Memory that is set aside for it; 0 before there is room. */
    long bytes() {
        return bytes;
    }

    void reserve(final long value) {
        bytes = value;
    }

    long lastUsed() {
        return lastUsed;
    }

    Duration keep() {
        return keep;
    }

    void keep(final Duration value) {
        keep = value;
    }

    boolean closing() {
        return closing;
    }

    void beginClosing() {
        closing = true;
    }

    boolean ready() {
        return !closing && generator.isDone() && !generator.isCompletedExceptionally();
    }

    /** Whether it is loaded and nobody uses it. */
    boolean idle() {
        return users == 0 && ready();
    }

    /** Whether it has been idle for longer than it shall stay. */
    boolean expired(final long now) {
        return idle() && keep.isPositive() && now - lastUsed >= keep.toNanos();
    }
}
