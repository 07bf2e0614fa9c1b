package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.error.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
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
        final var values = new LastUsed<String, String>(2, Long.MAX_VALUE, String::length, this::make);
        List.of("a", "b", "a", "c", "a", "b")
                .forEach(key -> assertThat(values.get(key)).isEqualTo(key + "!"));
        assertThat(made).containsExactly("a", "b", "c", "b");
    }

    @Test
    void thoseThatAreTooLargeTogetherAreNotKept() {
        final var values = new LastUsed<String, String>(9, 8, String::length, this::make);
        List.of("abc", "bcd", "abc", "c", "abc", "bcd", "very large", "very large", "abc")
                .forEach(key -> assertThat(values.get(key)).isEqualTo(key + "!"));
        assertThat(made).containsExactly("abc", "bcd", "c", "bcd", "very large", "abc");
    }

    /** The one who makes it gives up while another one waits; that one makes it, and a third gives up waiting. */
    @Test
    @Timeout(60)
    void whoGivesUpSpoilsItForNobodyElse() throws Exception {
        final var begun = new CountDownLatch(1);
        final var gone = new AtomicBoolean();
        final var values = new LastUsed<String, Thread>(4, Long.MAX_VALUE, it -> 0, key -> {
            begun.countDown();
            while (!gone.get()) {
                Effort.look();
                Thread.onSpinWait();
            }
            return Thread.currentThread();
        });
        final var first = new AtomicBoolean();
        final var third = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final var maker = threads
                    .submit(() -> Effort.within(first::get, () -> values.get("slow")));
            begun.await();
            final var waiting = threads.submit(() -> values.get("slow"));
            final var impatient = threads
                    .submit(() -> Effort.within(third::get, () -> values.get("slow")));
            third.set(true);
            assertThatThrownBy(impatient::get).hasCauseInstanceOf(CancelledException.class);
            first.set(true);
            assertThatThrownBy(maker::get).hasCauseInstanceOf(CancelledException.class);
            gone.set(true);
            assertThat(waiting.get()).isNotNull();
        }
    }

    @Test
    @Timeout(60)
    void whoeverAsksForAnotherDoesNotWait() throws Exception {
        final var begun = new CountDownLatch(1);
        final var mayEnd = new CountDownLatch(1);
        final var values = new LastUsed<String, Thread>(4, Long.MAX_VALUE, it -> 0, key -> {
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
        final var values = new LastUsed<String, String>(2, Long.MAX_VALUE, String::length, key -> {
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
