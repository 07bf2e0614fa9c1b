package dev.ingot.runtime;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.error.CancelledException;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values used last. Each is made once, whoever asks for it meanwhile waits for it, and nobody else does. What could
 * not be made is not kept; where its maker has given up ({@link Effort#look}), one of those who wait makes it. Thread-safe.
 */
final class LastUsed<K, V> {

    private static final int LOOK_MILLIS = 20;

    private final int most;
    private final long mostBytes;
    private final Function<K, V> maker;
    private final ToLongFunction<V> bytes;
    private final LinkedHashMap<K, CompletableFuture<V>> values = new LinkedHashMap<>(16, 0.75f, true);

    /** Keeps nothing yet; never more than so many values, nor two that are larger together than so many bytes. */
    LastUsed(final int most, final long mostBytes, final ToLongFunction<V> bytes,
            final Function<K, V> maker) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.bytes = bytes;
        this.maker = maker;
    }

    /** Returns a value, made now if it is not there. */
    V get(final K key) {
        while (true) {
            final var mine = new CompletableFuture<V>();
            final @Nullable CompletableFuture<V> known = known(key, mine);
            if (known == null) {
                return make(key, mine);
            }
            try {
                return await(known);
            } catch (CancelledException e) {
                Effort.look(); // else it was the maker's affair
            }
        }
    }

    private synchronized @Nullable CompletableFuture<V> known(final K key, final CompletableFuture<V> mine) {
        final @Nullable CompletableFuture<V> known = values.get(key);
        if (known == null) {
            values.put(key, mine);
        }
        return known;
    }

    private V make(final K key, final CompletableFuture<V> mine) {
        try {
            final V made = maker.apply(key);
            mine.complete(made);
            trim();
            return made;
        } catch (RuntimeException | Error e) {
            forget(key, mine);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    /** Lets go what was used longest ago; those that are being made are left alone. */
    private synchronized void trim() {
        final var made = values.entrySet().stream()
                .filter(it -> it.getValue().state() == Future.State.SUCCESS)
                .toList();
        long sum = made.stream().mapToLong(it -> bytes.applyAsLong(it.getValue().join())).sum();
        for (int i = 0; i < made.size() - 1 && (made.size() - i > most || sum > mostBytes); i++) {
            sum -= bytes.applyAsLong(made.get(i).getValue().join());
            values.remove(made.get(i).getKey());
        }
    }

    private synchronized void forget(final K key, final CompletableFuture<V> mine) {
        values.remove(key, mine);
    }

    /** Waits, however often the thread is interrupted; for no longer than the value is wanted. */
    private static <V> V await(final CompletableFuture<V> made) {
        boolean interrupted = false;
        try {
            Effort.look();
            while (true) {
                try {
                    return made.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    Effort.look();
                } catch (ExecutionException e) {
                    throw failure(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failure(final ExecutionException thrown) {
        return switch (thrown.getCause()) {
            case RuntimeException cause -> cause;
            case Error cause -> throw cause;
            case null, default -> new IllegalStateException(thrown);
        };
    }
}
