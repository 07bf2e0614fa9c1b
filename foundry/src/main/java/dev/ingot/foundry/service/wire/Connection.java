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
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its own thread reads requests; another one answers each, while this one goes on reading and so
 * learns at once when the client goes away.
 */
final class Connection implements Runnable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final RequestHead NOTHING = new RequestHead("", List.of(), Map.of(), true, Map.of());

    private final WireServer server;
    private final Socket socket;
    private final Limits limits;
    private final Handler handler;
    private final WireInput in;
    private final WireOutput out;
    private volatile @Nullable Exchange current;
    private volatile boolean reading;

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
            while (!server.closing() && in.await(limits.idleTime()) && serve()) {
                reading = false;
            }
        } catch (IOException e) {
            System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, "a connection ended",
                    e);
        } finally {
            server.ended(this);
        }
    }

    /** Serves one request; tells whether another may follow. */
    private boolean serve() throws IOException {
        reading = true;
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
        action.run(exchange);
        exchange.end();
        socket.shutdownOutput();
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
            if (!exchange.complete()) {
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
            while (true) {
                try {
                    if (in.await(LOOK)) {
                        return true;
                    }
                    exchange.interrupt(Interruption.GONE);
                    return false;
                } catch (SocketTimeoutException e) {
                    if (answer.isDone()) {
                        return true;
                    }
                    exchange.fill(QUIET);
                }
            }
        } catch (IOException e) {
            exchange.interrupt(Interruption.GONE);
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

    void closeIfIdle() {
        if (!reading) {
            abort();
        }
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
