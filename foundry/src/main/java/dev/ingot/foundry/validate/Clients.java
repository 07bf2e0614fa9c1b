package dev.ingot.foundry.validate;

import dev.ingot.error.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Some users at a time: each asks again as soon as it has its answer (a closed loop). One user is the caller's own thread.
 * For one thread at a time; owns the threads of the others.
 */
final class Clients implements AutoCloseable {

    private final int count;
    private final ExecutorService threads;

    Clients(final int count) {
        this.count = count;
        threads = Executors.newFixedThreadPool(count,
                Thread.ofPlatform().name("ingot-client-", 0).daemon().factory());
    }

    /** Carries requests out and returns what came of them, in their order. */
    <T> List<T> all(final List<Callable<T>> requests) {
        try {
            return count == 1 ? here(requests) : there(requests);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while a model was measured", e);
        }
    }

    private static <T> List<T> here(final List<Callable<T>> requests) throws InterruptedException {
        final var results = new ArrayList<T>();
        for (final Callable<T> request : requests) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                results.add(request.call());
            } catch (InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("a request failed", e);
            }
        }
        return results;
    }

    private <T> List<T> there(final List<Callable<T>> requests) throws InterruptedException {
        final var results = new ArrayList<T>();
        for (final Future<T> future : threads.invokeAll(requests)) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException("a request failed", e);
                }
            }
        }
        return results;
    }

    /** Interrupts what still runs, and waits for it. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
