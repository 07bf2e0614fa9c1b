package dev.ingot.runtime.engine;

/** How long to wait for a step, and what to do when the wait is given up. */
interface Waiting {

    /** Waits as long as it takes. */
    Waiting FOR_ITS_END = new Waiting() {
        @Override
        public long remaining() {
            return Long.MAX_VALUE;
        }

        @Override
        public void expire() {}

        @Override
        public void stop() {}
    };

    /** Returns how many nanoseconds to wait, at least 1. */
    long remaining();

    /** Makes the step end soon because the time is over. */
    void expire();

    /** Makes the step end soon because whoever waits was interrupted. */
    void stop();
}
