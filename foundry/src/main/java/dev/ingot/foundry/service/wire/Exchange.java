package dev.ingot.foundry.service.wire;

import dev.ingot.runtime.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A request and its answer. The answer may be written by several threads, the rest belongs to one. */
public final class Exchange {

    private final RequestHead head;
    private final byte[] body;
    private final WireOutput out;
    private final Outbox outbox;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicReference<Interruption> interruption = new AtomicReference<>(Interruption.NONE);
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final boolean staysOpen;
    private final long start = System.nanoTime();
    private volatile byte[] filler = new byte[0];
    private volatile int status;
    private volatile boolean ended;
    private volatile boolean given;

    Exchange(final RequestHead head, final byte[] body, final WireOutput out, final Outbox outbox,
            final boolean staysOpen) {
        this.head = head;
        this.body = body;
        this.out = out;
        this.outbox = outbox;
        this.staysOpen = staysOpen;
    }

    /**
     * Returns request line and headers.
     *
     * @return the head; of a request that could not be understood, one without anything
     */
    public RequestHead head() {
        return head;
    }

    /**
     * Returns the body.
     *
     * @return its bytes, not copied
     */
    public byte[] body() {
        return body;
    }

    /**
     * Returns what ends the work for this request.
     *
     * @return used with {@link #interruption}
     */
    public Cancellation cancellation() {
        return cancellation;
    }

    /**
     * Says why the work shall end.
     *
     * @return the first reason
     */
    public Interruption interruption() {
        return interruption.get();
    }

    void interrupt(final Interruption why) {
        interruption.compareAndSet(Interruption.NONE, why);
        if (why == Interruption.GONE) {
            outbox.drop();
        }
        cancellation.cancel();
    }

    /**
     * Adds a header to the answer, or replaces it.
     *
     * @param name  of the header
     * @param value of the header
     */
    public void header(final String name, final String value) {
        headers.put(name, value);
    }

    /**
     * Returns the status of the answer.
     *
     * @return of HTTP; 0 before the answer begins
     */
    public int status() {
        return status;
    }

    /**
     * Gives the whole answer.
     *
     * @param code        status of HTTP
     * @param contentType of the content
     * @param content     the body
     * @throws IOException if the client is gone
     */
    public void reply(final int code, final String contentType, final byte[] content) throws IOException {
        begin(code);
        if (code != 204) {
            header("Content-Type", contentType);
            header("Content-Length", String.valueOf(content.length));
        }
        final boolean silent = head.method().equals("HEAD") || code == 204;
        final boolean there = interruption() != Interruption.GONE;
        whole(head(code), silent ? new byte[0] : content);
        given = there;
        ended = true;
    }

    /**
     * Begins an answer whose length is not known.
     *
     * @param code        status of HTTP
     * @param contentType of the content
     * @param nothing     sent when nothing else is for some time, to keep the connection alive; must mean nothing to
     *                    the client
     * @throws IOException if the client is gone
     */
    public void stream(final int code, final String contentType, final byte[] nothing) throws IOException {
        begin(code);
        header("Content-Type", contentType);
        if (head.modern()) {
            header("Transfer-Encoding", "chunked");
        }
        whole(head(code), new byte[0]);
        outbox.begin(() -> interrupt(Interruption.GONE));
        filler = nothing;
    }

    /**
     * Sends a part of an answer that was begun by {@link #stream}, at once; waits where the client has not read what came before.
     *
     * @param part bytes, at least one
     * @throws IOException if the client is gone, or does not read
     */
    public void send(final byte[] part) throws IOException {
        try {
            outbox.put(part);
        } catch (IOException e) {
            interrupt(Interruption.GONE);
            throw e;
        }
    }

    private void whole(final byte[] first, final byte[] content) throws IOException {
        try {
            out.whole(first, content);
        } catch (IOException e) {
            interrupt(Interruption.GONE);
            throw e;
        }
    }

    /** Keeps the connection alive if nothing was sent for some time. */
    void fill(final Duration quiet) {
        if (filler.length > 0) {
            outbox.fill(filler, quiet);
        }
    }

    private void begin(final int code) {
        if (status != 0) {
            throw new IllegalStateException("the answer has begun already");
        }
        status = code;
    }

    private byte[] head(final int code) {
        return ResponseHead.of(code, headers, staysOpen && head.modern());
    }

    /**
     * Ends an answer of unknown length of which all was sent; does nothing if there was none, or it is complete.
     *
     * @throws IOException if the client is gone
     */
    public void end() throws IOException {
        if (status != 0 && !ended) {
            ended = true;
            outbox.end();
            given = true; // A client that knows the last part need not wait for the end.
            out.end(head.modern());
        }
    }

    /**
     * Tells whether all of an answer was given to a client that was there: it may have closed as soon as it had it.
     *
     * @return false before its end, and if the client has left before
     */
    public boolean given() {
        return given;
    }

    /** Ends the writing, whatever has become of the answer. */
    void close() {
        outbox.drop();
    }

    /** Tells whether the client got all of an answer whose end it can see, so that another may follow. */
    boolean complete() {
        return ended && staysOpen && head.modern() && interruption() != Interruption.GONE;
    }

    boolean olderThan(final Duration time, final long now) {
        return now - start > time.toNanos();
    }
}
