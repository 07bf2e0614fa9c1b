package dev.ingot.runtime.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the model's thread: tasks, done one by one, and steps of single tokens, which go together. Both take turns,
 * each in the order they come. Thread-safe.
 *
 * <p>Sequences that were computed together come back one after the other, when their callers have chosen a token. Would
 * the first of them start a step at once, the others had to wait for it, and the group would stay apart for good. So a
 * step waits a moment for those whose last one has just ended. Who does not come back in that time is not waited for
 * again until it was in time once more.
 */
final class WorkQueue {

    private static final long MOST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int PATIENCE_SHARE = 4; // of the duration of a step

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Task<?>> tasks = new ArrayDeque<>();
    private final ArrayDeque<RowStep> steps = new ArrayDeque<>();
    private final List<RowStep> away = new ArrayList<>(); // made, and not yet followed by another of the same sequence
    private final LongSupplier clock;
    private long waitUntil; // for those
    private boolean stepsTurn;
    private boolean closed;

    /**
     * Starts empty.
     *
     * @param clock nanoseconds since whenever
     */
    WorkQueue(final LongSupplier clock) {
        this.clock = clock;
    }

    /** Work that is done alone. */
    void add(final Task<?> task) {
        lock.lock();
        try {
            requireOpen();
            tasks.add(task);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A step that may be made together with others. */
    void add(final RowStep step) {
        lock.lock();
        try {
            requireOpen();
            if (comesBack(step.sequence())) {
                step.sequence().late = false;
            }
            steps.add(step);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model's thread has ended");
        }
    }

    /** A sequence makes no step next. */
    void leaves(final Sequence sequence) {
        lock.lock();
        try {
            sequence.late = false;
            if (comesBack(sequence)) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean comesBack(final Sequence sequence) {
        return away.removeIf(step -> step.sequence() == sequence);
    }

    /** Steps were made, which took so long. */
    void made(final List<RowStep> group, final long nanoseconds) {
        lock.lock();
        try {
            away.addAll(group);
            waitUntil = clock.getAsLong() + Math.min(nanoseconds / PATIENCE_SHARE, MOST_PATIENCE);
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of whatever waits and has been stopped. */
    void dropStopped() {
        lock.lock();
        try {
            tasks.removeIf(Task::dropIfStopped);
            steps.removeIf(step -> step.control().stopped() && step.done().complete(false));
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of all that waits, because the model's thread has failed. */
    void fail(final Throwable cause) {
        lock.lock();
        try {
            for (Task<?> task = tasks.peek(); task != null; task = tasks.peek()) {
                task.done().completeExceptionally(cause);
                tasks.poll(); // after it was told, which may fail as well
            }
            for (RowStep step = steps.peek(); step != null; step = steps.peek()) {
                step.done().completeExceptionally(cause);
                steps.poll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns what is to be done next, and waits for it.
     *
     * @param most steps to be made together
     * @return steps that fit together, or one task, or neither when the queue is closed and empty
     */
    Next next(final int most) {
        lock.lock();
        try {
            while (true) {
                if (!tasks.isEmpty() && (!stepsTurn || steps.isEmpty())) {
                    stepsTurn = true;
                    return new Next(tasks.poll(), List.of());
                }
                final long patience = patience(most);
                if (!steps.isEmpty() && patience <= 0) {
                    stepsTurn = false;
                    return new Next(null, take(most));
                }
                if (closed && tasks.isEmpty() && steps.isEmpty()) {
                    return new Next(null, List.of());
                }
                if (steps.isEmpty()) {
                    changed.await();
                } else {
                    changed.awaitNanos(patience);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the model's thread", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is to be done.
     *
     * @param task  alone, or
     * @param steps together
     */
    record Next(@Nullable Task<?> task, List<RowStep> steps) {}

    /** Returns for how long the next step waits for a companion that is on its way. */
    private long patience(final int most) {
        final @Nullable RowStep first = steps.peek();
        return first == null || closed || steps.size() >= most
                || away.stream().noneMatch(it -> !it.sequence().late && it.fits(first))
                        ? 0
                        : waitUntil - clock.getAsLong();
    }

    private List<RowStep> take(final int most) {
        final RowStep first = steps.getFirst();
        away.removeIf(it -> it.fits(first) && isLate(it.sequence()));
        final var taken = new ArrayList<RowStep>(Math.min(most, steps.size())); // what may fail comes first
        final Iterator<RowStep> all = steps.iterator();
        while (all.hasNext() && taken.size() < most) {
            final RowStep step = all.next();
            if (step.fits(first)) {
                taken.add(step);
                all.remove();
            }
        }
        return taken;
    }

    private static boolean isLate(final Sequence sequence) {
        sequence.late = true;
        return true;
    }

    /** Takes nothing more; what waits is still done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
