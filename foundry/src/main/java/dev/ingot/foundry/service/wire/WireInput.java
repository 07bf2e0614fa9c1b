package dev.ingot.foundry.service.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The bytes that a client sends. A deadline holds for all reads together, so that one byte a second does not help. */
final class WireInput {

    private static final int BUFFER = 8 << 10;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;
    private long deadline;

    WireInput(final Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Sets the end of the time for what is read from now on. */
    void limit(final Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    /**
     * Waits for a byte without taking it.
     *
     * @return false at the end of the stream
     * @throws SocketTimeoutException if none comes in time
     */
    boolean await(final Duration time) throws IOException {
        limit(time);
        return position < end || fill();
    }

    /** As {@link #await}, for the beginning of a request; ends of lines before it are nothing. */
    boolean awaitRequest(final Duration time) throws IOException {
        limit(time);
        while (position < end || fill()) {
            if (end - position < 2 || buffer[position] != '\r' || buffer[position + 1] != '\n') {
                return true;
            }
            position += 2;
        }
        return false;
    }

    /** Tells whether there are bytes that nobody has asked for yet. */
    boolean holds() {
        return position < end;
    }

    /**
     * Reads what has come behind the bytes that it holds, without waiting, as far as there is room.
     *
     * @return false at the end of the stream
     */
    boolean more() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        if (end == buffer.length) {
            return true;
        }
        socket.setSoTimeout(1);
        try {
            final int count = in.read(buffer, end, buffer.length - end);
            end += Math.max(0, count);
            return count >= 0;
        } catch (SocketTimeoutException e) {
            return true; // nothing has come, and that is all there is to know
        }
    }

    /** Returns the next byte, or -1 at the end of the stream. */
    int read() throws IOException {
        return position < end || fill() ? buffer[position++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        final long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        socket.setSoTimeout((int) Math.max(1, left / 1_000_000));
        position = 0;
        end = 0; // whatever becomes of the read, nothing old is read again
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    /** Fills a range of an array. */
    void readFully(final byte[] target, final int from, final int to) throws IOException {
        int done = from;
        while (done < to) {
            if (position == end && !fill()) {
                throw new EOFException("the client ended in the midst of a body");
            }
            final int part = Math.min(end - position, to - done);
            System.arraycopy(buffer, position, target, done, part);
            position += part;
            done += part;
        }
    }

    /**
     * Reads a line that ends with CR LF and holds no other control characters but tabs.
     *
     * @param most bytes of the line
     * @return the line without its end, a character per byte
     * @throws Malformed    if it is no such line or longer
     * @throws EOFException if the stream ends before it
     */
    String line(final int most) throws IOException {
        final var line = new ByteArrayOutputStream(Math.min(most, 128));
        for (int next = read(); next != '\r'; next = read()) {
            if (next < 0) {
                throw new EOFException("the client ended in the midst of a line");
            }
            if ((next < ' ' && next != '\t') || next == 0x7F) {
                throw new Malformed(400, "a control character where none may be");
            }
            if (line.size() == most) {
                throw new Malformed(431, "the head of the request is too large");
            }
            line.write(next);
        }
        if (read() != '\n') {
            throw new Malformed(400, "a carriage return without a line feed");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Throws away what a client still sends, so that it gets to read its answer; to the stream's end or the time's. */
    void discard(final Duration time) throws IOException {
        limit(time);
        position = end;
        while (fill()) {
            position = end;
        }
    }
}
