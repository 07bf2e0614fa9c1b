package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who goes next, and with whom. */
final class WorkQueueTest {

    private static final long LONG = TimeUnit.HOURS.toNanos(1); // patience has its own bound

    private final AtomicLong time = new AtomicLong();
    private final WorkQueue queue = new WorkQueue(time::get);
    private final List<RunControl> controls = new ArrayList<>();

    @AfterEach
    void close() {
        controls.forEach(RunControl::close);
    }

    private RowStep step(final Sequence sequence) {
        final var control = new RunControl(() -> {}, it -> {}, Optional.empty(), Deadline.NEVER);
        controls.add(control);
        return new RowStep(sequence, 1, control, new CompletableFuture<>());
    }

    /** A sequence that is rotated as long ones are, or as short ones. */
    private static Sequence sequence(final boolean stretched) {
        final var made = new Sequence(100, 1000);
        made.expect(stretched ? 500 : 1);
        return made;
    }

    private static Task<Boolean> task(final RunControl control) {
        return new Task<>(() -> true, Optional.of(control), Optional.of(false), new CompletableFuture<>());
    }

    private Task<Boolean> task() {
        return task(step(sequence(false)).control());
    }

    private RowStep add(final Sequence sequence) {
        final RowStep step = step(sequence);
        queue.add(step);
        return step;
    }

    @Test
    void stepsThatFitGoTogetherInTheirOrderAndTheOthersNext() {
        final RowStep first = add(sequence(false));
        final RowStep other = add(sequence(true));
        final RowStep second = add(sequence(false));
        final RowStep third = add(sequence(false));
        assertThat(queue.next(2).steps()).containsExactly(first, second);
        assertThat(queue.next(2).steps()).containsExactly(other);
        assertThat(queue.next(2).steps()).containsExactly(third);
    }

    @Test
    void tasksAndStepsTakeTurns() {
        final var tasks = List.of(task(), task());
        tasks.forEach(queue::add);
        final RowStep first = add(sequence(false));
        assertThat(queue.next(4).task()).isSameAs(tasks.getFirst());
        assertThat(queue.next(4).steps()).containsExactly(first);
        assertThat(queue.next(4).task()).isSameAs(tasks.getLast());
        queue.close();
        assertThat(queue.next(4)).isEqualTo(new WorkQueue.Next(null, List.of()));
    }

    @Test
    void whoIsStoppedDoesNotWaitForItsTurn() {
        final RowStep stopped = add(sequence(false));
        final RowStep other = add(sequence(false));
        final Task<Boolean> stoppedTask = task(stopped.control());
        queue.add(stoppedTask);
        stopped.control().stop();
        queue.dropStopped();
        assertThat(stopped.done()).isCompletedWithValue(false);
        assertThat(stoppedTask.done()).isCompletedWithValue(false);
        assertThat(queue.next(4).steps()).containsExactly(other);
    }

    /** Both come back, the second one later than the model's thread asks. */
    @Test
    void aStepWaitsForThoseItWasMadeWith() throws InterruptedException {
        final Sequence one = sequence(false);
        final Sequence two = sequence(false);
        queue.made(List.of(step(one), step(two)), LONG);
        final RowStep first = add(one);
        final var found = new CompletableFuture<List<RowStep>>();
        final Thread model = Thread.ofVirtual().start(() -> found.complete(queue.next(4).steps()));
        final RowStep second = add(two);
        model.join();
        assertThat(found.join()).containsExactly(first, second);
        assertThat(one.late || two.late).isFalse();
    }

    @Test
    void whoDoesNotComeBackIsNotWaitedForAgainUntilItWasInTime() {
        final Sequence punctual = sequence(false);
        final Sequence slow = sequence(false);
        queue.made(List.of(step(punctual), step(slow)), LONG);
        add(punctual);
        time.addAndGet(LONG);
        assertThat(queue.next(4).steps()).hasSize(1);
        assertThat(slow.late).isTrue();

        add(slow);
        add(punctual);
        assertThat(queue.next(4).steps()).hasSize(2);
        assertThat(slow.late).isTrue();
        queue.made(List.of(step(punctual), step(slow)), LONG);
        add(slow);
        assertThat(slow.late).isFalse();
    }

    @Test
    void whoHasLeftIsNotWaitedFor() {
        final Sequence stays = sequence(false);
        final Sequence leaves = sequence(false);
        queue.made(List.of(step(stays), step(leaves)), LONG);
        queue.leaves(leaves);
        final RowStep next = add(stays);
        assertThat(queue.next(4).steps()).containsExactly(next);
        assertThat(leaves.late).isFalse();
    }
}
