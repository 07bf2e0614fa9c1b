package dev.ingot.foundry.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for each test, none of whose threads may outlive it. It answers with method, path, query and body; under
 * {@code /wait} only once it is released or cancelled, with why; under {@code /stream} in two parts, the second one as
 * {@code /wait}; under {@code /flood} without an end; under {@code /lines} in many parts that two threads send; under
 * {@code /spin} after computing until it is released. {@code /refused} is refused before its body is read.
 */
final class EchoServer implements Handler, BeforeEachCallback, AfterEachCallback {

    static final Duration SHORT = Duration.ofMillis(300);
    static final Duration LONG = Duration.ofSeconds(30);
    static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final Limits LIMITS = new Limits(8, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG);

    private final BlockingQueue<Exchange> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final OwnThreads threads = new OwnThreads();
    private @Nullable WireServer server;

    @Override
    public void beforeEach(final ExtensionContext context) throws IOException {
        threads.beforeEach(context);
        start(LIMITS);
    }

    private void start(final Limits limits) throws IOException {
        final var started = WireServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                limits);
        server = started;
        started.serve(this);
    }

    void restart(final Limits limits) throws IOException {
        server().close();
        start(limits);
    }

    @Override
    public void afterEach(final ExtensionContext context) throws InterruptedException {
        release();
        server().close();
        threads.afterEach(context);
    }

    void release() {
        release.countDown();
    }

    WireServer server() {
        return Objects.requireNonNull(server);
    }

    RawHttp client() throws IOException {
        return new RawHttp(server().address());
    }

    RawHttp.Answer ask(final String request) throws IOException {
        try (var client = client()) {
            return client.send(request).answer();
        }
    }

    /** Returns when the server has accepted as many clients: one is connected before that. */
    void awaitConnections(final int expected) throws InterruptedException {
        for (int i = 0; i < 5000 && server().connections() < expected; i++) {
            Thread.sleep(2);
        }
        assertThat(server().connections()).isEqualTo(expected);
    }

    /** Returns the next request that is being answered. */
    Exchange next() throws InterruptedException {
        final var exchange = seen.poll(20, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }

    /** Forgets the requests so far. */
    void forget() {
        seen.clear();
    }

    static void awaitCancelled(final Exchange exchange) throws InterruptedException {
        for (int i = 0; i < 5000 && !exchange.cancellation().isCancelled(); i++) {
            Thread.sleep(2);
        }
    }

    @Override
    public Admission admit(final RequestHead head) {
        return head.path().equals("/refused")
                ? new Admission(false, exchange -> text(exchange, 403, "refused"))
                : new Admission(true, this::answer);
    }

    private void answer(final Exchange exchange) throws IOException {
        seen.add(exchange);
        switch (exchange.head().path()) {
            case "/wait" -> {
                waitFor(exchange);
                text(exchange, 200, exchange.interruption().toString());
            }
            case "/stream" -> {
                exchange.stream(200, "text/plain", new byte[0]);
                exchange.send("one".getBytes(StandardCharsets.UTF_8));
                waitFor(exchange);
                exchange.send("two".getBytes(StandardCharsets.UTF_8));
            }
            case "/flood" -> {
                exchange.stream(200, "text/plain", new byte[0]);
                while (true) {
                    exchange.send(new byte[100_000]);
                }
            }
            case "/lines" -> {
                exchange.stream(200, "text/plain", new byte[0]);
                final var other = CompletableFuture.runAsync(() -> lines(exchange, "a"));
                lines(exchange, "b");
                other.join();
                exchange.send("end".getBytes(StandardCharsets.UTF_8));
            }
            case "/spin" -> {
                while (release.getCount() > 0) {
                    Thread.onSpinWait();
                }
                text(exchange, 200, "done");
            }
            default -> text(exchange, 200, exchange.head().method() + " " + exchange.head().path() + " "
                    + exchange.head().query() + " " + new String(exchange.body(), StandardCharsets.UTF_8));
        }
    }

    /** Returns the lines of one of the threads; together they are more than a server and the system hold. */
    static List<String> lines(final String name) {
        return IntStream.range(0, 200).mapToObj(i -> name + i + "x".repeat(i % 5 == 0 ? 100_000 : i))
                .toList();
    }

    private static void lines(final Exchange exchange, final String name) {
        try {
            for (final String line : lines(name)) {
                exchange.send((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitFor(final Exchange exchange) {
        try {
            while (!exchange.cancellation().isCancelled() && !release.await(2, TimeUnit.MILLISECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Action refuse(final int status, final String message) {
        return exchange -> text(exchange, status, message);
    }

    private static void text(final Exchange exchange, final int status, final String text)
            throws IOException {
        exchange.reply(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }
}
