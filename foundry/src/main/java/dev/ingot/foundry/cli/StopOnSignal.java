package dev.ingot.foundry.cli;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * While open, a signal that ends the process interrupts the thread that opened it instead, which then clears what it began
 * and ends by itself. Not in a shutdown hook: ONNX Runtime's library has one of its own, all run at once, and a model that
 * computes while the library is being closed takes the process down. A second signal ends it at once, and so does
 * work that takes longer than a minute to end. For work that answers interruption; the process must belong to the
 * command line.
 */
final class StopOnSignal implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final int SIGNALLED = 128; // what shells add to a signal's number

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger received = new AtomicInteger();
    private final @Nullable EndSignals signals;

    private StopOnSignal() {
        @Nullable
        EndSignals listening = null;
        try {
            listening = EndSignals.listen(this::stop);
        } catch (ReflectiveOperationException e) {
            System.getLogger(StopOnSignal.class.getName()).log(System.Logger.Level.DEBUG,
                    "signals end this process at once", e);
        }
        signals = listening;
    }

    static StopOnSignal begin() {
        return new StopOnSignal();
    }

    private void stop(final int number) {
        if (!received.compareAndSet(0, number)) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        worker.interrupt();
        Thread.ofPlatform().daemon().name("ingot-stop").start(() -> awaitEnd(number));
    }

    private void awaitEnd(final int number) {
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(StopOnSignal.class.getName()).log(System.Logger.Level.WARNING,
                        "stopped in the midst of the work; the next run clears what is left");
                Runtime.getRuntime().halt(SIGNALLED + number);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the exit code of a process that a signal ended; empty if none came. */
    OptionalInt exitCode() {
        final int number = received.get();
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(SIGNALLED + number);
    }

    @Override
    public void close() {
        done.countDown();
        if (signals != null) {
            signals.close();
        }
    }
}
