package dev.ingot.runtime;

import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values used last. Each is made once, whoever asks for it meanwhile waits for it, and nobody else does. What could
 * not be made is not kept. Thread-safe.
 */
final class LastUsed<K, V> {

    private final int most;
    private final Function<K, V> maker;
    private final LinkedHashMap<K, CompletableFuture<V>> values = new LinkedHashMap<>(16, 0.75f, true);

    /** Keeps nothing yet. */
    LastUsed(final int most, final Function<K, V> maker) {
        this.most = most;
        this.maker = maker;
    }

    /** Returns a value, made now if it is not there. */
    V get(final K key) {
        final var mine = new CompletableFuture<V>();
        final @Nullable CompletableFuture<V> known = known(key, mine);
        return known == null ? make(key, mine) : await(known);
    }

    private synchronized @Nullable CompletableFuture<V> known(final K key, final CompletableFuture<V> mine) {
        final @Nullable CompletableFuture<V> known = values.get(key);
        if (known == null) {
            values.put(key, mine);
            if (values.size() > most) {
                values.pollFirstEntry();
            }
        }
        return known;
    }

    private V make(final K key, final CompletableFuture<V> mine) {
        try {
            final V made = maker.apply(key);
            mine.complete(made);
            return made;
        } catch (RuntimeException | Error e) {
            forget(key, mine);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private synchronized void forget(final K key, final CompletableFuture<V> mine) {
        values.remove(key, mine);
    }

    private static <V> V await(final CompletableFuture<V> made) {
        try {
            return made.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }
}
