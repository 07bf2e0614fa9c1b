package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void tellsWhatCame() {
        final var guard = new Guard();
        assertThat(guard.run(LONG, () -> "x").value()).contains("x");
        assertThat(guard.run(LONG, () -> {
            throw new StackOverflowError("deep");
        }).failure()).containsInstanceOf(StackOverflowError.class);
        assertThat(guard.stuck()).isFalse();
    }

    @Test
    void doesNotWaitForWhatHangs() {
        final var guard = new Guard();
        final var never = new CountDownLatch(1);
        final var outcome = guard.run(Duration.ofMillis(20), () -> {
            never.await();
            return "x";
        });
        assertThat(outcome.value()).isEmpty();
        assertThat(outcome.failure()).isEmpty();
        assertThat(guard.stuck()).isFalse(); // it answered the interruption
    }

    @Test
    void anInterruptionEndsTheWaiting() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Guard().run(LONG, () -> {
            Thread.sleep(LONG);
            return "x";
        })).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void clientsKeepTheOrderAndPassFailuresOn() {
        try (var clients = new Clients(3)) {
            assertThat(clients.all(List.of(() -> 1, () -> 2, () -> 3, () -> 4))).containsExactly(1, 2, 3, 4);
            assertThatThrownBy(() -> clients.all(List.of(() -> {
                throw new ArithmeticException("x");
            }))).isInstanceOf(ArithmeticException.class);
        }
        Thread.currentThread().interrupt();
        try (var one = new Clients(1)) {
            assertThatThrownBy(() -> one.all(List.of(() -> 1))).isInstanceOf(CancelledException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
