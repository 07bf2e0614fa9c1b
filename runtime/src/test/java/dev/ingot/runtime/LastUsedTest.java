package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that take their time to be made. */
final class LastUsedTest {

    private final List<String> made = new ArrayList<>();

    private String make(final String key) {
        made.add(key);
        return key + "!";
    }

    @Test
    void thoseUsedLastAreKept() {
        final var values = new LastUsed<String, String>(2, this::make);
        List.of("a", "b", "a", "c", "a", "b")
                .forEach(key -> assertThat(values.get(key)).isEqualTo(key + "!"));
        assertThat(made).containsExactly("a", "b", "c", "b");
    }

    @Test
    @Timeout(60)
    void whoeverAsksForAnotherDoesNotWait() throws Exception {
        final var begun = new CountDownLatch(1);
        final var mayEnd = new CountDownLatch(1);
        final var values = new LastUsed<String, Thread>(4, key -> {
            if (key.equals("slow")) {
                begun.countDown();
                await(mayEnd);
            }
            return Thread.currentThread();
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final var first = threads.submit(() -> values.get("slow"));
            begun.await();
            final var second = threads.submit(() -> values.get("slow"));
            assertThat(values.get("quick")).isSameAs(Thread.currentThread());
            mayEnd.countDown();
            assertThat(second.get()).isSameAs(first.get());
        }
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatCouldNotBeMadeIsTriedAgain() {
        final var values = new LastUsed<String, String>(2, key -> {
            if (made.isEmpty()) {
                made.add(key);
                throw new UnsupportedOperationException(key);
            }
            return make(key);
        });
        assertThatThrownBy(() -> values.get("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(values.get("a")).isEqualTo("a!");
    }
}
