package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What is sent to a client. Everything leaves at once. For one thread at a time; others may ask how it gets on. */
final class WireOutput {

    private static final int PIECE = 64 << 10;
    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private volatile long last = System.nanoTime();
    private volatile boolean writing;

    WireOutput(final OutputStream out) {
        this.out = out;
    }

    void whole(final byte[] head, final byte[] body) throws IOException {
        write(joined(head, body));
    }

    void part(final byte[] bytes, final boolean chunked) throws IOException {
        write(chunked ? chunk(bytes) : bytes);
    }

    void end(final boolean chunked) throws IOException {
        if (chunked) {
            write(LAST_CHUNK);
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

    /** In pieces: a client that takes one of them in time is there. */
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

    /** Tells whether nothing was written for some time. */
    boolean quiet(final Duration time) {
        return System.nanoTime() - last >= time.toNanos();
    }

    /** Tells whether the client has taken nothing for some time although there is something. */
    boolean stalled(final Duration time, final long now) {
        return writing && now - last > time.toNanos();
    }
}
