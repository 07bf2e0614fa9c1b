package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ThreadEndTest {

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anInterruptionMakesTheThreadEndSoonerAndIsKept() {
        final var told = new CountDownLatch(1);
        final Thread waitedFor = Thread.ofPlatform().daemon().start(() -> wait(told));
        Thread.currentThread().interrupt();
        ThreadEnd.await(waitedFor, told::countDown);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(waitedFor.isAlive()).isFalse();
    }

    private static void wait(final CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
        }
    }

    @Test
    void whatWasNotStartedHasEnded() {
        ThreadEnd.await(Thread.ofPlatform().unstarted(() -> {}));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
