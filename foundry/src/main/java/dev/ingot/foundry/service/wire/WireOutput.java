package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** What is sent to a client. Everything leaves at once. Thread-safe. */
final class WireOutput {

    private static final int PIECE = 64 << 10;
    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputStream out;
    private volatile long last = System.nanoTime();
    private volatile boolean writing;

    WireOutput(final OutputStream out) {
        this.out = out;
    }

    void whole(final byte[] head, final byte[] body) throws IOException {
        lock.lock();
        try {
            write(joined(head, body));
        } finally {
            lock.unlock();
        }
    }

    void part(final byte[] bytes, final boolean chunked) throws IOException {
        lock.lock();
        try {
            write(chunked ? chunk(bytes) : bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Writes nothing while somebody else writes, or shortly after: what came to its end meanwhile is left alone. */
    void partIfQuiet(final byte[] bytes, final boolean chunked, final Duration quiet) throws IOException {
        if (lock.tryLock()) {
            try {
                if (System.nanoTime() - last >= quiet.toNanos()) {
                    write(chunked ? chunk(bytes) : bytes);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    void end(final boolean chunked) throws IOException {
        lock.lock();
        try {
            if (chunked) {
                write(LAST_CHUNK);
            }
        } finally {
            lock.unlock();
        }
    }

    private static byte[] chunk(final byte[] bytes) {
        final byte[] size = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return joined(joined(size, bytes), LINE);
    }

    private static byte[] joined(final byte[] first, final byte[] second) {
        final var both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** In pieces, so that a client that reads slowly, but does, is not taken for one that does not. */
    private void write(final byte[] bytes) throws IOException {
        try {
            for (int from = 0; from < bytes.length; from += PIECE) {
                last = System.nanoTime();
                writing = true;
                out.write(bytes, from, Math.min(PIECE, bytes.length - from));
            }
        } finally {
            writing = false;
            last = System.nanoTime();
        }
    }

    /** Tells whether the client has taken nothing for some time although there is something. */
    boolean stalled(final Duration time, final long now) {
        return writing && now - last > time.toNanos();
    }
}
