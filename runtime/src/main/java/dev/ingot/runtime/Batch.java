package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.engine.ThreadEnd;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prompts that are answered side by side: as many at a time as the model has sequences, each on a virtual thread that
 * takes the next prompt when it is done. The first failure ends all.
 */
final class Batch {

    private final LoadedModel model;
    private final int[][] prompts;
    private final GenerationOptions options;
    private final BatchListener listener;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<Generation> answers;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ReentrantLock telling = new ReentrantLock();

    Batch(final LoadedModel model, final int[][] prompts, final GenerationOptions options,
            final BatchListener listener) {
        this.model = model;
        this.prompts = Arrays.stream(prompts).map(int[]::clone).toArray(int[][]::new);
        this.options = options.cancellation(cancellation);
        this.listener = listener;
        answers = new AtomicReferenceArray<>(prompts.length);
        if (prompts.length > 0) {
            check();
        }
    }

    /** Nothing is computed before all that a request refuses at its beginning has been looked at. */
    private void check() {
        for (int i = 0; i < prompts.length; i++) {
            check(i);
        }
        model.adapters().control(options.adapter(), Deadline.NEVER).close();
        options.constraint().ifPresent(model.constraints()::matcher);
        options.speculation().ifPresent(it -> Drafters.check(model, it));
    }

    private void check(final int index) {
        try {
            final int length = prompts[index].length;
            final int limit = model.rules().limit(length, options);
            model.requireKnown(prompts[index]);
            model.plan(length, limit, options);
        } catch (InvalidOptionException e) {
            throw new InvalidOptionException("prompt " + index + ": " + e.getMessage(), e);
        }
    }

    /** Answers all; an interruption of this thread cancels them. */
    List<Generation> run(final Cancellation callers) {
        final Runnable cancel = cancellation::cancel;
        callers.listen(cancel);
        try {
            final int workers = Math.min(prompts.length, model.engine().sequences());
            IntStream.range(0, workers)
                    .mapToObj(i -> Thread.ofVirtual().name("ingot-batch-" + i).start(this::work)).toList()
                    .forEach(it -> ThreadEnd.await(it, cancel));
        } finally {
            callers.forget(cancel);
        }
        final @Nullable Throwable thrown = failures.peek();
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        return IntStream.range(0, prompts.length).mapToObj(i -> Objects.requireNonNull(answers.get(i)))
                .toList();
    }

    private void work() {
        try {
            for (int i = next.getAndIncrement(); i < prompts.length; i = next.getAndIncrement()) {
                answers.set(i, answer(i));
            }
        } catch (RuntimeException | Error e) {
            failures.add(e);
            next.set(prompts.length);
            cancellation.cancel();
        }
    }

    private Generation answer(final int index) {
        try (var decoding = new Decoding(model, prompts[index], options, model.onlyOnce())) {
            return decoding.complete(token -> tell(index, token));
        }
    }

    private void tell(final int index, final Token token) {
        telling.lock();
        try {
            listener.token(index, token);
        } finally {
            telling.unlock();
        }
    }
}
