package dev.ingot.foundry.service.openai.answer;

import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.runtime.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes several answers of one request side by side, as many at a time as the model computes at once: each begins in its turn, so
 * that other requests have theirs in between. The first failure ends all. One after the other is made on the thread that waits
 * for them, the others on platform threads: native code would hold the carriers of virtual ones.
 */
public final class Together {

    private final Cancellation cancellation;
    private final int most;

    /**
     * Prepares.
     *
     * @param most         how many tasks run at once, 1 or more
     * @param cancellation ends what the tasks do
     */
    public Together(final int most, final Cancellation cancellation) {
        this.most = most;
        this.cancellation = cancellation;
    }

    /**
     * Runs tasks.
     *
     * @param tasks at least one, begun in this order
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
        final var next = new AtomicInteger();
        final List<FutureTask<T>> results = tasks.stream().map(FutureTask::new).toList();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("ingot-choice-", 0).factory())) {
            for (int i = 1; i < Math.min(most, tasks.size()); i++) {
                threads.execute(() -> work(results, next, failure));
            }
            work(results, next, failure);
        }
        switch (failure.get()) {
            case null -> {
                return results.stream().map(Future::resultNow).toList();
            }
            case Exception e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /** Makes one after the other until there are no more, or one has failed. */
    private <T> void work(final List<FutureTask<T>> tasks, final AtomicInteger next,
            final AtomicReference<@Nullable Throwable> failure) {
        for (int i = next.getAndIncrement(); i < tasks.size()
                && failure.get() == null; i = next.getAndIncrement()) {
            final FutureTask<T> task = tasks.get(i);
            task.run();
            if (task.state() == Future.State.FAILED) {
                failure.compareAndSet(null, task.exceptionNow());
                cancellation.cancel();
            }
        }
    }
}
