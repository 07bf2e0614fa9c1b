package dev.ingot.runtime.engine;

/** Waits for threads to end, whatever interrupts the waiting: what they use may be freed only then. */
public final class ThreadEnd {

    private ThreadEnd() {}

    /**
     * Waits for a thread; one that was not started has ended. Interruptions are kept for later.
     *
     * @param thread to be waited for
     */
    public static void await(final Thread thread) {
        await(thread, () -> {});
    }

    /**
     * Waits for a thread, and makes it end sooner when that is interrupted. Interruptions are kept for later.
     *
     * @param thread      to be waited for
     * @param interrupted called on this thread at each interruption
     */
    public static void await(final Thread thread, final Runnable interrupted) {
        boolean again = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                again = true;
                interrupted.run();
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
    }
}
