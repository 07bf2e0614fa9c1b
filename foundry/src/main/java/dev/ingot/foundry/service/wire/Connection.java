package dev.ingot.foundry.service.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its own thread reads requests; another one answers each, while this one goes on reading and so
 * learns at once when the client goes away.
 */
final class Connection implements Runnable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SHORT_LOOK = Duration.ofMillis(100);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final RequestHead NOTHING = new RequestHead("", List.of(), Map.of(), true, Map.of());

    private enum Phase {
        /** Waits for a request. */
        IDLE,
        /** Reads one or answers it. */
        BUSY,
        /** Was taken away for another client. */
        TAKEN
    }

    private final WireServer server;
    private final Socket socket;
    private final Limits limits;
    private final Handler handler;
    private final WireInput in;
    private final WireOutput out;
    private volatile @Nullable Exchange current;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);
    private volatile long idleSince = System.nanoTime();

    Connection(final WireServer server, final Socket socket, final Limits limits,
            final Handler handler) throws IOException {
        this.server = server;
        this.socket = socket;
        this.limits = limits;
        this.handler = handler;
        socket.setTcpNoDelay(true);
        in = new WireInput(socket);
        out = new WireOutput(socket.getOutputStream());
    }

    @Override
    public void run() {
        try (socket) {
            Duration patience = limits.firstTime();
            while (!server.closing() && in.awaitRequest(patience)
                    && phase.compareAndSet(Phase.IDLE, Phase.BUSY) && serve()) {
                rest();
                patience = limits.idleTime();
            }
        } catch (IOException e) {
            System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, "a connection ended",
                    e);
        } finally {
            server.ended(this);
        }
    }

    private void rest() {
        idleSince = System.nanoTime();
        phase.compareAndSet(Phase.BUSY, Phase.IDLE);
    }

    /** Serves one request; tells whether another may follow. */
    private boolean serve() throws IOException {
        RequestHead head = NOTHING;
        try (var share = server.bodies().share()) {
            in.limit(limits.headTime());
            head = new HeadReader(in, limits.headBytes()).read();
            final var admission = handler.admit(head);
            if (!admission.takesBody() && head.hasBody()) {
                return last(head, admission.action());
            }
            return perform(head, body(head, share), admission.action());
        } catch (Malformed e) {
            return last(head, handler.refuse(e.status(), String.valueOf(e.getMessage())));
        } catch (SocketTimeoutException e) {
            return last(head, handler.refuse(408, "the request did not come in time"));
        } catch (EOFException e) {
            return false;
        }
    }

    private byte[] body(final RequestHead head, final BodyBudget.Share share) throws IOException {
        if (head.hasBody() && head.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            out.whole(CONTINUE, new byte[0]);
        }
        in.limit(limits.bodyTime());
        return new BodyReader(in, limits.bodyBytes(), share).read(head);
    }

    /** Answers without having read all, and ends the connection such that the client gets to see the answer. */
    private boolean last(final RequestHead head, final Handler.Action action) throws IOException {
        final var exchange = new Exchange(head, new byte[0], out, false);
        current = exchange;
        server.answer(() -> answer(exchange, action)).join();
        current = null;
        try {
            in.discard(LINGER);
        } catch (SocketTimeoutException e) {
            System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG,
                    "a client goes on sending", e);
        }
        return false;
    }

    private boolean perform(final RequestHead head, final byte[] body, final Handler.Action action)
            throws IOException {
        final var exchange = new Exchange(head, body, out, head.staysOpen() && !server.closing());
        current = exchange;
        try {
            final var answer = server.answer(() -> answer(exchange, action));
            final boolean more = watch(exchange, answer);
            answer.join();
            return more && exchange.complete() && !server.closing();
        } finally {
            current = null;
        }
    }

    private void answer(final Exchange exchange, final Handler.Action action) {
        try {
            action.run(exchange);
            exchange.end();
            if (exchange.complete()) {
                rest();
            } else {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            exchange.interrupt(Interruption.GONE);
        } catch (RuntimeException e) {
            exchange.interrupt(Interruption.GONE);
            System.getLogger(Connection.class.getName()).log(System.Logger.Level.ERROR, "no answer", e);
        }
    }

    /** Reads on until the answer is given; tells whether the client is still there. */
    private boolean watch(final Exchange exchange, final CompletableFuture<Void> answer) {
        try {
            while (!answer.isDone()) {
                if (in.holds() ? !stillSends(answer) : !stillThere()) {
                    exchange.interrupt(Interruption.GONE);
                    return false;
                }
                exchange.fill(QUIET);
            }
            return true;
        } catch (IOException e) {
            exchange.interrupt(Interruption.GONE);
            return false;
        }
    }

    private boolean stillThere() throws IOException {
        try {
            return in.await(LOOK);
        } catch (SocketTimeoutException e) {
            return true; // it waits for its answer
        }
    }

    /** The same of a client that has sent more already: waits for the answer, not for bytes, and looks for both. */
    private boolean stillSends(final CompletableFuture<Void> answer) throws IOException {
        try {
            answer.get(SHORT_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return in.more();
        } catch (ExecutionException e) {
            return true; // joining the answer will tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Looks whether the client or the answer takes too long. */
    void tick(final long now) {
        final var exchange = current;
        if (exchange != null && exchange.olderThan(limits.requestTime(), now)) {
            exchange.interrupt(Interruption.TIME);
        }
        if (out.stalled(limits.writeTime(), now)) {
            abort();
        }
    }

    /** Ends the work for the request that is being answered. */
    void interrupt(final Interruption why) {
        final var exchange = current;
        if (exchange != null) {
            exchange.interrupt(why);
        }
    }

    boolean idle() {
        return phase.get() == Phase.IDLE;
    }

    /** When it began to wait for a request, in the time of {@link System#nanoTime}. */
    long idleSince() {
        return idleSince;
    }

    /** Closes the connection unless a request is there; tells whether it did. */
    boolean giveWay() {
        if (!phase.compareAndSet(Phase.IDLE, Phase.TAKEN)) {
            return false;
        }
        abort();
        return true;
    }

    /** Takes the connection away, whatever is going on. */
    void abort() {
        interrupt(Interruption.GONE);
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
        }
    }
}
