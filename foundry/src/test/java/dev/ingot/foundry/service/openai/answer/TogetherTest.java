package dev.ingot.foundry.service.openai.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.runtime.Cancellation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // What is waited for may never come.
final class TogetherTest {

    private final Cancellation cancellation = new Cancellation();

    @Test
    void noMoreRunAtOnceThanAllowedAndTheResultsKeepTheirOrder() throws IOException {
        final var running = new AtomicInteger();
        final var most = new AtomicInteger();
        final var both = new CountDownLatch(2);
        final List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            final int number = i;
            tasks.add(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                both.countDown();
                both.await(); // The first two must be there at once.
                running.decrementAndGet();
                return number;
            });
        }
        assertThat(new Together(2, cancellation).run(tasks)).hasSize(200).isSorted();
        assertThat(most).hasValue(2);
    }

    @Test
    void nativeWorkHoldsNoCarrierOfVirtualThreads() throws IOException {
        final List<Callable<Boolean>> tasks = new ArrayList<>();
        final var all = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            tasks.add(() -> {
                all.countDown();
                all.await(); // Each has a thread of its own.
                return Thread.currentThread().isVirtual();
            });
        }
        assertThat(new Together(3, cancellation).run(tasks)).containsOnly(false);
    }

    @Test
    void afterAFailureNoneIsBegunAndThoseThatRunAreCancelled() {
        final var begun = new AtomicInteger();
        final var waiting = new CountDownLatch(1);
        final List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> {
            waiting.countDown();
            while (!cancellation.isCancelled()) {
                Thread.onSpinWait();
            }
            return begun.incrementAndGet();
        });
        tasks.add(() -> {
            waiting.await();
            throw new IOException("gone");
        });
        for (int i = 0; i < 50; i++) {
            tasks.add(begun::incrementAndGet);
        }
        assertThatThrownBy(() -> new Together(2, cancellation).run(tasks)).isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(begun).hasValue(1);
    }
}
