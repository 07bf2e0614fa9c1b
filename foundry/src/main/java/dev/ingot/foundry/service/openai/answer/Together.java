package dev.ingot.foundry.service.openai.answer;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.runtime.Cancellation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes several answers of one request side by side, each on a virtual thread. The first failure ends all. */
public final class Together {

    private final Cancellation cancellation;

    /**
     * Prepares.
     *
     * @param cancellation ends what the tasks do
     */
    public Together(final Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /**
     * Runs tasks.
     *
     * @param tasks at least one; a single one runs on this thread
     * @param <T>   of their results
     * @return results in the order of the tasks
     * @throws IOException if the client is gone
     */
    public <T> List<T> run(final List<Callable<T>> tasks) throws IOException {
        try {
            return tasks.size() == 1 ? List.of(tasks.getFirst().call()) : all(tasks);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpFailure.of(503, "the service is closing");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> List<T> all(final List<Callable<T>> tasks) throws Exception {
        final var failure = new AtomicReference<@Nullable Throwable>();
        final var running = new ArrayList<Future<T>>();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("ingot-choice-", 0).factory())) {
            tasks.forEach(task -> running.add(threads.submit(() -> guarded(task, failure))));
        }
        switch (failure.get()) {
            case null -> {
                return running.stream().map(Future::resultNow).toList();
            }
            case Exception e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private <T> T guarded(final Callable<T> task, final AtomicReference<@Nullable Throwable> failure)
            throws Exception {
        try {
            return task.call();
        } catch (Exception | Error e) {
            failure.compareAndSet(null, e);
            cancellation.cancel();
            throw e;
        }
    }
}
