package dev.ingot.foundry.service.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its own thread reads requests; another one answers each, while this one goes on reading and so
 * learns at once when the client goes away.
 */
final class Connection implements Runnable, Places.Guest {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SHORT_LOOK = Duration.ofMillis(100);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int SEND_BUFFER = 128 << 10; // small enough for the system to tell soon that a client reads
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final RequestHead NOTHING = new RequestHead("", List.of(), Map.of(), true, Map.of());

    private enum Phase {
        /** Waits for a whole request to come, or for the client to close. */
        IDLE,
        /** Answers one. */
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
        socket.setSendBufferSize(SEND_BUFFER);
        in = new WireInput(socket);
        out = new WireOutput(socket.getOutputStream());
    }

    @Override
    public void run() {
        try (socket) {
            Duration patience = limits.firstTime();
            while (!server.closing() && in.awaitRequest(patience) && serve()) {
                rest();
                patience = limits.idleTime();
            }
        } catch (IOException e) {
            debug("a connection ended", e);
        } finally {
            server.ended(this);
        }
    }

    /** Tells a client for whom there is no place to come back. */
    void turnAway() {
        try (socket) {
            last(NOTHING, handler.refuse(503, "there are as many connections as there may be"));
            linger();
        } catch (IOException e) {
            debug("a client that was turned away is gone", e);
        } finally {
            server.ended(this);
        }
    }

    private static void debug(final String what, final Exception thrown) {
        System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, what, thrown);
    }

    private void rest() {
        idleSince = System.nanoTime();
        phase.compareAndSet(Phase.BUSY, Phase.IDLE);
    }

    /** What follows an answer. */
    private enum Next {
        /** Another request. */
        MORE,
        /** The end, once the client has read it. */
        END,
        /** Nothing: the client is gone, or has its answer and need not be waited for. */
        GONE
    }

    /** Serves one request; tells whether another may follow. Its body is no longer held when this waits for the client. */
    private boolean serve() throws IOException {
        final Next next = answered();
        if (next == Next.END) {
            linger();
        }
        return next == Next.MORE;
    }

    private Next answered() throws IOException {
        RequestHead head = NOTHING;
        try (var share = server.bodies().share()) {
            in.limit(limits.headTime());
            head = new HeadReader(in, limits.headBytes()).read();
            idleSince = System.nanoTime(); // Who sends a body has waited less long than who has sent nothing.
            final var admission = handler.admit(head);
            if (!admission.takesBody() && head.hasBody()) {
                return last(head, admission.action());
            }
            final byte[] body = body(head, share);
            return phase.compareAndSet(Phase.IDLE, Phase.BUSY)
                    ? perform(head, body, admission.action())
                    : Next.GONE;
        } catch (Malformed e) {
            return last(head, handler.refuse(e.status(), String.valueOf(e.getMessage())));
        } catch (SocketTimeoutException e) {
            return last(head, handler.refuse(408, "the request did not come in time"));
        } catch (EOFException e) {
            return Next.GONE;
        }
    }

    private byte[] body(final RequestHead head, final BodyBudget.Share share) throws IOException {
        if (head.hasBody() && head.modern()
                && head.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            out.whole(CONTINUE, new byte[0]);
        }
        in.limit(limits.bodyTime());
        return new BodyReader(in, limits.bodyBytes(), share).read(head);
    }

    /** Answers without having read all. */
    private Next last(final RequestHead head, final Handler.Action action) throws IOException {
        phase.compareAndSet(Phase.IDLE, Phase.BUSY);
        final var exchange = new Exchange(head, new byte[0], out, outbox(head), false);
        current = exchange;
        server.answer(() -> answer(exchange, action)).join();
        current = null;
        return Next.END;
    }

    private Outbox outbox(final RequestHead head) {
        return new Outbox(out, head.modern(), server.patience(), server.writers());
    }

    private Next perform(final RequestHead head, final byte[] body, final Handler.Action action)
            throws IOException {
        final var exchange = new Exchange(head, body, out, outbox(head),
                head.staysOpen() && !server.closing());
        current = exchange;
        final boolean there;
        try {
            final var answer = server.answer(() -> answer(exchange, action));
            there = watch(exchange, answer);
            answer.join();
        } finally {
            current = null;
        }
        if (exchange.complete()) {
            return there && !server.closing() ? Next.MORE : Next.GONE;
        }
        return there ? Next.END : Next.GONE;
    }

    /**
     * Waits for the client to close. What it has sent and nobody has read would make the system end the connection at once,
     * and take from the client what it has not read of its answer. Somebody else may have the place meanwhile.
     */
    private void linger() throws IOException {
        rest();
        try {
            in.discard(LINGER);
        } catch (SocketTimeoutException e) {
            debug("a client does not close", e);
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
        } finally {
            exchange.close();
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

    @Override
    public InetAddress address() {
        return socket.getInetAddress();
    }

    @Override
    public boolean idle() {
        return phase.get() == Phase.IDLE;
    }

    @Override
    public long idleSince() {
        return idleSince;
    }

    @Override
    public boolean giveWay() {
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
            debug("close", e);
        }
    }
}
