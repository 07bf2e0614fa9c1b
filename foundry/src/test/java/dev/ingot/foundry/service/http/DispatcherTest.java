package dev.ingot.foundry.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.RawHttp;
import dev.ingot.foundry.service.guard.Access;
import dev.ingot.foundry.service.guard.Guard;
import dev.ingot.foundry.service.wire.Limits;
import dev.ingot.foundry.service.wire.WireServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is noted of requests whose clients close. Every endpoint is told of that before its request is noted. */
@Timeout(120) // What is waited for may never come.
final class DispatcherTest {

    private static final Map<String, Object> JSON = Map.of("said", "lamp");

    private final BlockingQueue<Integer> noted = new LinkedBlockingQueue<>();
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        final var routes = new Routes();
        routes.add("GET /whole", Access.USE, call -> {
            call.reply(200, JSON);
            awaitGone(call);
        });
        routes.add("GET /events", Access.USE, call -> {
            final var events = call.events();
            events.send(JSON);
            events.done();
            awaitGone(call);
        });
        routes.add("GET /late", Access.USE, call -> {
            awaitGone(call);
            call.reply(200, JSON);
        });
        routes.add("GET /late-event", Access.USE, call -> {
            final var events = call.events();
            awaitGone(call);
            events.send(JSON);
        });
        routes.add("GET /much", Access.USE, call -> call.reply(200, "text/plain", new byte[32 << 20]));
        server = WireServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Limits.DEFAULT);
        server.serve(new Dispatcher(new Guard(Set.of(), true, Set.of(), Optional.empty()), routes,
                (method, route, status, time) -> noted.add(status)));
    }

    private static void awaitGone(final Call call) {
        try {
            while (!call.cancellation().isCancelled()) {
                Thread.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawHttp ask(final String path) throws IOException {
        return new RawHttp(server.address()).send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private int noted() throws InterruptedException {
        final Integer status = noted.poll(60, TimeUnit.SECONDS);
        assertThat(status).isNotNull();
        return status;
    }

    @ParameterizedTest
    @CsvSource({"/whole, {\"said\":\"lamp\"}", "/events, data: [DONE]"})
    void aClientThatClosesAsSoonAsItHasAllIsNotedWithItsStatus(final String path, final String last)
            throws Exception {
        try (var client = ask(path)) {
            final var got = new StringBuilder();
            while (got.indexOf(last) < 0) {
                got.append((char) client.read());
            }
        }
        assertThat(noted()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/late", "/late-event", "/much"})
    void aClientThatLeavesBeforeIsNotedAsGone(final String path) throws Exception {
        ask(path).close();
        assertThat(noted()).isEqualTo(499);
    }

    @Test
    void aClientThatOnlyEndsItsSideBeforeIsNotedAsGone() throws Exception {
        try (var client = ask("/late")) {
            client.endOutput();
            assertThat(noted()).isEqualTo(499);
        }
    }
}
