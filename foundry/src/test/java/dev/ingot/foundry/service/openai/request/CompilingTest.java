package dev.ingot.foundry.service.openai.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.Constraint;
import dev.ingot.error.CancelledException;
import dev.ingot.runtime.Cancellation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Constraints are made few at a time, and who waits can give up. */
final class CompilingTest {

    private final Compiling compiling = new Compiling();
    private final CountDownLatch begun = new CountDownLatch(Compiling.AT_ONCE);
    private final CountDownLatch end = new CountDownLatch(1);

    private Constraint held() {
        begun.countDown();
        awaited(end);
        return Constraint.json();
    }

    private static void awaited(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneBeyondTheTurnsWaitsUntilOneIsFree() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Compiling.AT_ONCE; i++) {
                threads.execute(() -> compiling.of(Cancellation::new).make(this::held));
            }
            awaited(begun);
            final var next = CompletableFuture.supplyAsync(
                    () -> compiling.of(Cancellation::new).make(() -> {
                        assertThat(end.getCount()).as("the turns that were taken end first").isZero();
                        return Constraint.json();
                    }), threads);
            end.countDown();
            assertThat(next.join()).isEqualTo(Constraint.json());
        }
    }

    @Test
    void whatWaitsCanBeCancelled() {
        final var made = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Compiling.AT_ONCE; i++) {
                threads.execute(() -> compiling.of(Cancellation::new).make(this::held));
            }
            awaited(begun);
            final var cancellation = new Cancellation();
            final var next = CompletableFuture.supplyAsync(() -> compiling.of(() -> cancellation).make(() -> {
                made.set(true);
                return Constraint.json();
            }), threads);
            cancellation.cancel();
            try {
                assertThatThrownBy(next::join).hasCauseInstanceOf(CancelledException.class);
                assertThat(made).isFalse();
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    void aTurnIsGivenBackWhateverBecomesOfIt() {
        for (int i = 0; i <= Compiling.AT_ONCE; i++) {
            assertThatThrownBy(() -> compiling.of(Cancellation::new).make(() -> Constraint.regex("(")))
                    .hasMessageContaining("column 2");
        }
    }
}
