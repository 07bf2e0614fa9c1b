package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Reads the body of a request, as long as it says or in chunks. Memory is taken as the bytes come: a client that only
 * says that many will come has little of it.
 */
final class BodyReader {

    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");
    private static final int FIRST = 8 << 10;
    private static final int CHUNK_LINE = 256;
    private static final int TRAILER_LINES = 20;
    private static final int TRAILER_LINE = 1024;

    private final WireInput in;
    private final int limit;
    private final BodyBudget.Share share;
    private byte[] body = new byte[0];
    private int size;

    BodyReader(final WireInput in, final int limit, final BodyBudget.Share share) {
        this.in = in;
        this.limit = limit;
        this.share = share;
    }

    /**
     * Reads it.
     *
     * @throws Malformed if it is none, or larger than allowed
     */
    byte[] read(final RequestHead head) throws IOException {
        if (head.header("transfer-encoding").isPresent()) {
            return chunks();
        }
        final long length = Long.parseLong(head.header("content-length").orElse("0"));
        append(length, (int) Math.min(length, limit));
        return body;
    }

    private void append(final long length, final int most) throws IOException {
        if (size + length > limit) {
            throw new Malformed(413, "the body has more than " + limit + " bytes");
        }
        final int end = (int) (size + length);
        while (size < end) {
            if (size == body.length) {
                grow(most);
            }
            final int next = Math.min(end, body.length);
            in.readFully(body, size, next);
            size = next;
        }
    }

    private void grow(final int most) throws Malformed {
        final int capacity = (int) Math.min(most, Math.max(FIRST, 2L * body.length));
        if (!share.grow(capacity - body.length)) {
            throw new Malformed(503, "the bodies of other requests take all memory there is for them");
        }
        body = Arrays.copyOf(body, capacity);
    }

    private byte[] chunks() throws IOException {
        while (true) {
            final long length = chunkLength();
            if (length == 0) {
                trailers();
                return Arrays.copyOf(body, size);
            }
            append(length, limit);
            if (in.read() != '\r' || in.read() != '\n') {
                throw new Malformed(400, "a chunk that is not as long as it says");
            }
        }
    }

    private long chunkLength() throws IOException {
        final var line = CHUNK.matcher(in.line(CHUNK_LINE));
        if (!line.matches()) {
            throw new Malformed(400, "not the length of a chunk");
        }
        return Long.parseLong(line.group(1), 16);
    }

    private void trailers() throws IOException {
        for (int i = 0; i < TRAILER_LINES; i++) {
            if (in.line(TRAILER_LINE).isEmpty()) {
                return;
            }
        }
        throw new Malformed(431, "more than " + TRAILER_LINES + " trailers");
    }
}
