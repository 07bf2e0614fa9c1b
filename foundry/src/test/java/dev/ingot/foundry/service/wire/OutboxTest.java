package dev.ingot.foundry.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long an answer is held up by a client that reads, but slowly. */
@Timeout(60) // What is waited for may never come.
final class OutboxTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(50);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong read = new AtomicLong();

    @AfterEach
    void end() {
        threads.close();
    }

    /** A client that takes everything, piece by piece. */
    private Outbox outbox(final Patience patience) throws IOException {
        final var client = new OutputStream() {

            @Override
            public void write(final int value) {
                read.incrementAndGet();
            }

            @Override
            public void write(final byte[] bytes, final int from, final int count) {
                LockSupport.parkNanos(1_000_000);
                read.addAndGet(count);
            }
        };
        final var outbox = new Outbox(new WireOutput(client), false, patience, threads);
        outbox.begin(() -> {});
        return outbox;
    }

    @Test
    void whoReadsForEverAndNeverFastEnoughIsLetGo() throws Exception {
        final var patience = new Patience(LONG, SHORT);
        final var outbox = outbox(patience);
        assertThatThrownBy(() -> {
            while (true) {
                outbox.put(new byte[100_000]);
            }
        }).isInstanceOf(IOException.class).hasMessageContaining("too slowly");
        outbox.drop();
        assertThat(patience.cutOff().sum()).isEqualTo(1);
        assertThat(patience.stalled().sum()).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    @Test
    void whoReadsSlowlyWithinThatTimeGetsAll() throws Exception {
        final var patience = new Patience(LONG, LONG);
        final var outbox = outbox(patience);
        for (int i = 0; i < 30; i++) {
            outbox.put(new byte[100_000]);
        }
        outbox.end();
        outbox.drop();
        assertThat(read).hasValue(3_000_000);
        assertThat(patience.cutOff().sum()).isZero();
        assertThat(patience.stalled().sum()).isPositive();
    }

    @Test
    void anAnswerThatIsNotMadeFasterThanItIsReadIsNeverHeldUp() throws Exception {
        final var patience = new Patience(Duration.ZERO, Duration.ZERO);
        final var outbox = outbox(patience);
        for (int i = 1; i <= 20; i++) {
            outbox.put(new byte[100_000]);
            while (read.get() < i * 100_000L) {
                Thread.sleep(1);
            }
        }
        outbox.end();
        outbox.drop();
        assertThat(patience.stalled().sum()).isZero();
    }
}
