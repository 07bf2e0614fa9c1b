package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step ends early for its deadline or an interruption, and whoever waits for it stays until it has ended. */
final class ModelThreadTest {

    /** A step that ends once it is told to. */
    private static final class Told implements Waiting {

        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final long rest;

        Told(final long rest) {
            this.rest = rest;
        }

        @Override
        public long remaining() {
            return rest;
        }

        @Override
        public void expire() {
            end.complete("its deadline");
        }

        @Override
        public void stop() {
            end.complete("an interruption");
        }
    }

    @Test
    void aStepIsToldOfItsDeadlineWhileItRuns() {
        final var told = new Told(1_000_000);
        assertThat(ModelThread.await(told.end, told)).isEqualTo("its deadline");
    }

    /** Steps that fail while they are counted, or made. */
    private static final class Failing implements RowSteps {

        private volatile boolean counting = true;

        @Override
        public int widest() {
            if (counting) {
                throw new OutOfMemoryError("while counting");
            }
            return 4;
        }

        @Override
        public List<RowStep> run(final List<RowStep> steps) {
            throw new OutOfMemoryError("while making");
        }
    }

    /** The thread waits in the queue, so the first work that is given to it comes through; what waits then does not. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoeverWaitsIsToldWhenTheThreadFailsAndItGoesOn() throws Exception {
        final var steps = new Failing();
        final var begun = new CountDownLatch(1);
        final var queued = new CountDownLatch(1);
        try (var control = new RunControl(() -> {}, it -> {}, Optional.empty(), Deadline.NEVER);
                var thread = new ModelThread("failing");
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            final Future<Boolean> first = callers.submit(() -> thread.call(() -> {
                thread.steps(steps);
                begun.countDown();
                return queued.await(50, TimeUnit.SECONDS);
            }));
            begun.await();
            final var step = new RowStep(new Sequence(100, 1000), 1, control, new CompletableFuture<>());
            final Future<Boolean> failing = callers.submit(() -> {
                queued.countDown();
                return thread.step(step);
            });
            assertThat(first.get()).isTrue();
            assertThatThrownBy(failing::get).hasRootCauseInstanceOf(OutOfMemoryError.class);
            steps.counting = false;
            assertThatThrownBy(() -> thread.step(new RowStep(step.sequence(), 1, control,
                    new CompletableFuture<>()))).isInstanceOf(OutOfMemoryError.class);
            assertThat(thread.call(() -> "goes on")).isEqualTo("goes on");
        }
    }

    @Test
    void aStepIsToldOfAnInterruptionWhichIsKept() {
        final var told = new Told(Long.MAX_VALUE);
        Thread.currentThread().interrupt();
        assertThat(ModelThread.await(told.end, told)).isEqualTo("an interruption");
        assertThat(Thread.interrupted()).isTrue();
    }
}
