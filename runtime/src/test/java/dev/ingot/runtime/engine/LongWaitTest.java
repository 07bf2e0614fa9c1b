package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait for a sequence for long. */
final class LongWaitTest {

    private static final Logger LOG = Logger.getLogger(LongWait.class.getName());

    private final LinkedBlockingQueue<LogRecord> logged = new LinkedBlockingQueue<>();
    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
    private final Handler handler = new Handler() {
        @Override
        public void publish(final LogRecord log) {
            logged.add(log);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void endListening() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void nobodyWaitsLongerThanUntilItIsSaid() {
        final var wait = new LongWait(time::get);
        assertThat(wait.atMost(Long.MAX_VALUE)).isEqualTo(LongWait.LONG);
        assertThat(wait.atMost(7)).isEqualTo(7);
        time.addAndGet(LongWait.LONG - 1);
        assertThat(wait.isUntold()).isFalse();
        assertThat(wait.atMost(7)).isEqualTo(1);
        time.addAndGet(3);
        assertThat(wait.atMost(7)).isEqualTo(1);
        assertThat(wait.isUntold()).isTrue();
        wait.tell(4);
        assertThat(wait.isUntold()).isFalse();
        assertThat(wait.atMost(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    /** Each look at this clock is a long time later. */
    @Test
    void whoeverWaitsForASequenceSaysSoOnce() throws InterruptedException {
        final var store = new SequenceStore(1, () -> new Sequence(100, 1000),
                () -> time.addAndGet(LongWait.LONG));
        try (var control = new RunControl(() -> {}, it -> {}, Optional.empty(), Deadline.NEVER)) {
            final Sequence lent = java.util.Objects.requireNonNull(store.acquire(Sequence.NOBODY, control));
            assertThat(logged).isEmpty();
            final Thread waiting = Thread.ofVirtual()
                    .start(() -> store.acquire(Sequence.NOBODY, control));
            assertThat(logged.take().getMessage()).contains("waited", "Streams", "closed");
            store.wake();
            store.release(lent, Sequence.NOBODY);
            waiting.join();
        }
        assertThat(logged).isEmpty();
    }
}
