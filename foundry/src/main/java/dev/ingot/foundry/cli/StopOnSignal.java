package dev.ingot.foundry.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While open, a signal that ends the process first interrupts the thread that opened it, and waits a little for that
 * thread to clear what it began. For work that answers interruption; the process must belong to the command line.
 */
final class StopOnSignal implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "ingot-stop");

    private StopOnSignal() {}

    static StopOnSignal begin() {
        final var signal = new StopOnSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void stop() {
        worker.interrupt();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(StopOnSignal.class.getName()).log(System.Logger.Level.WARNING,
                        "stopped in the midst of the work; the next run clears what is left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            System.getLogger(StopOnSignal.class.getName()).log(System.Logger.Level.DEBUG,
                    "the process is ending already", e);
        }
    }
}
