package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWorkersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyRowIsDoneOnce(final int threads) throws IOException {
        try (var workers = RowWorkers.eager(threads)) {
            for (final int rows : new int[]{0, 1, 6, 7, 8, 1000}) {
                final var done = new AtomicIntegerArray(rows);
                workers.forEach(rows, 7, (first, count, scratch) -> {
                    for (int row = first; row < first + count; row++) {
                        done.incrementAndGet(row);
                    }
                });
                for (int row = 0; row < rows; row++) {
                    assertThat(done.get(row)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void allThreadsTakePart() throws IOException {
        final Set<Thread> seen = ConcurrentHashMap.newKeySet();
        final var all = new CountDownLatch(3);
        try (var workers = RowWorkers.eager(3)) {
            workers.forEach(50, 1, (first, count, scratch) -> {
                if (first > 0 && seen.add(Thread.currentThread())) { // The first row is the caller's alone.
                    all.countDown();
                    awaitUnchecked(all);
                }
            });
        }
        assertThat(seen).hasSize(3).contains(Thread.currentThread());
    }

    @Test
    void oneThreadIsTheCaller() throws IOException {
        try (var workers = RowWorkers.of(1)) {
            workers.forEach(20, 3, (first, count, scratch) -> assertThat(Thread.currentThread().getName())
                    .doesNotStartWith("ingot"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void lowestFailingChunkIsReported(final int threads) {
        try (var workers = RowWorkers.eager(threads)) {
            for (int repeat = 0; repeat < 50; repeat++) {
                assertThatThrownBy(() -> workers.forEach(1000, 1, (first, count, scratch) -> {
                    if (first >= 37) {
                        throw new IOException("row " + first);
                    }
                })).isInstanceOf(IOException.class).hasMessage("row 37");
            }
        }
    }

    @Test
    void workersServeAgainAfterAFailure() throws IOException {
        try (var workers = RowWorkers.eager(2)) {
            assertThatThrownBy(() -> workers.forEach(9, 1, (first, count, scratch) -> {
                throw new IllegalStateException("broken");
            })).isInstanceOf(IllegalStateException.class).hasMessage("broken");
            final var done = new AtomicIntegerArray(9);
            workers.forEach(9, 1, (first, count, scratch) -> done.set(first, 1));
            assertThat(done.get(8)).isEqualTo(1);
        }
    }

    @Test
    void interruptCancelsAndStaysSet() {
        final var done = new AtomicIntegerArray(100);
        try (var workers = RowWorkers.of(1)) {
            assertThatThrownBy(() -> workers.forEach(100, 1, (first, count, scratch) -> {
                done.set(first, 1);
                if (first == 4) {
                    Thread.currentThread().interrupt();
                }
            })).isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(done.get(4)).isEqualTo(1);
        assertThat(done.get(6)).isZero();
    }

    @Test
    void channelClosedByInterruptIsACancellation() {
        try (var workers = RowWorkers.of(1)) {
            assertThatThrownBy(() -> workers.forEach(5, 1, (first, count, scratch) -> {
                throw new ClosedByInterruptException();
            })).isInstanceOf(CancelledException.class).hasCauseInstanceOf(ClosedByInterruptException.class);
        }
    }

    @Test
    void scratchIsAlignedDistinctAndReused() throws IOException {
        final Set<Long> addresses = ConcurrentHashMap.newKeySet();
        try (var workers = RowWorkers.of(1)) {
            workers.forEach(50, 1, (first, count, scratch) -> {
                final MemorySegment one = scratch.allocate(1000, 64);
                final MemorySegment two = scratch.allocate(3, 4);
                assertThat(one.address() % 64).isZero();
                assertThat(one.asOverlappingSlice(two)).isEmpty();
                two.set(ValueLayout.JAVA_BYTE, 2, (byte) 1);
                assertThat(scratch.allocate(0).byteSize()).isZero();
                addresses.add(one.address());
            });
        }
        assertThat(addresses.size()).isLessThanOrEqualTo(2);
    }

    @Test
    void noThreadAtAllIsAProgrammingError() {
        assertThatThrownBy(() -> RowWorkers.of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void awaitUnchecked(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
