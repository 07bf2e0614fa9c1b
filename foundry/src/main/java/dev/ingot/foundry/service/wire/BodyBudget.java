package dev.ingot.foundry.service.wire;

import java.util.concurrent.atomic.AtomicLong;

/** The memory for the bodies of all requests together. Thread-safe. */
final class BodyBudget {

    private final AtomicLong free;

    BodyBudget(final long bytes) {
        free = new AtomicLong(bytes);
    }

    /** What one request has of it. */
    final class Share implements AutoCloseable {

        private long taken;

        /** Takes more; false if there is not as much. */
        boolean grow(final long bytes) {
            if (free.addAndGet(-bytes) < 0) {
                free.addAndGet(bytes);
                return false;
            }
            taken += bytes;
            return true;
        }

        @Override
        public void close() {
            free.addAndGet(taken);
            taken = 0;
        }
    }

    Share share() {
        return new Share();
    }
}
