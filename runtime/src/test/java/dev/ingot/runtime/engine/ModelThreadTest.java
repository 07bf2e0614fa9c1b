package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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

    @Test
    void aStepIsToldOfAnInterruptionWhichIsKept() {
        final var told = new Told(Long.MAX_VALUE);
        Thread.currentThread().interrupt();
        assertThat(ModelThread.await(told.end, told)).isEqualTo("an interruption");
        assertThat(Thread.interrupted()).isTrue();
    }
}
