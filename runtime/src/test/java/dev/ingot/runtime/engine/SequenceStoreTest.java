package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InsufficientMemoryException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets which sequence, without a model. */
final class SequenceStoreTest {

    private static Sequence made() {
        return new Sequence(Integer.MAX_VALUE, 512);
    }

    private static RunControl control() {
        return new RunControl(() -> {}, it -> {}, Optional.empty(), Deadline.NEVER);
    }

    @Test
    void aGroupThatCannotBeMadeCompleteGoesBack() {
        final var count = new AtomicInteger();
        final var store = new SequenceStore(4, () -> {
            if (count.incrementAndGet() == 3) {
                throw new InsufficientMemoryException("no memory for a third");
            }
            return made();
        });
        try (var control = control()) {
            assertThatThrownBy(() -> store.acquireAll(3, control))
                    .isInstanceOf(InsufficientMemoryException.class);
            assertThat(store.lent()).isZero();
            assertThat(store.acquireAll(4, control)).hasSize(4).doesNotHaveDuplicates();
            assertThat(store.lent()).isEqualTo(4);
        }
    }

    @Test
    void whoDoesNotWaitGetsOneOnlyWhileThereIsOne() {
        final var store = new SequenceStore(1, SequenceStoreTest::made);
        final Sequence first = Objects.requireNonNull(store.tryAcquire());
        assertThat(store.tryAcquire()).isNull();
        store.release(first, Sequence.NOBODY);
        assertThat(store.tryAcquire()).isSameAs(first);
    }
}
