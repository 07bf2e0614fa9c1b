package dev.ingot.foundry.service.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads the body of a request, as long as it says or in chunks. */
final class BodyReader {

    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");
    private static final int FIRST = 1 << 10;
    private static final int CHUNK_LINE = 256;
    private static final int TRAILER_LINES = 20;
    private static final int TRAILER_LINE = 1024;

    private final WireInput in;
    private final int limit;
    private final BodyBudget.Share share;

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
        final var body = new byte[take(0, length)];
        in.readFully(body, 0, body.length);
        return body;
    }

    /** Returns the new length; memory is taken only for what the limits allow. */
    private int take(final int before, final long more) throws Malformed {
        if (before + more > limit) {
            throw new Malformed(413, "the body has more than " + limit + " bytes");
        }
        if (!share.grow(more)) {
            throw new Malformed(503, "the bodies of other requests take all memory there is for them");
        }
        return (int) (before + more);
    }

    private byte[] chunks() throws IOException {
        byte[] body = new byte[FIRST];
        int size = 0;
        while (true) {
            final long length = chunkLength();
            if (length == 0) {
                trailers();
                return Arrays.copyOf(body, size);
            }
            final int end = take(size, length);
            if (end > body.length) {
                body = Arrays.copyOf(body, Math.max(end, 2 * body.length));
            }
            in.readFully(body, size, end);
            size = end;
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
