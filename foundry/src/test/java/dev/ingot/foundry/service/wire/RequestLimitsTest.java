package dev.ingot.foundry.service.wire;

import static dev.ingot.foundry.service.wire.EchoServer.GET;
import static dev.ingot.foundry.service.wire.EchoServer.LONG;
import static dev.ingot.foundry.service.wire.EchoServer.SHORT;
import static dev.ingot.foundry.service.wire.EchoServer.awaitCancelled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients may take of memory and time. */
@Timeout(120) // What is waited for may never come.
final class RequestLimitsTest {

    @RegisterExtension
    private final EchoServer server = new EchoServer();

    @Test
    void aRefusedRequestIsAnsweredAlthoughItsBodyIsNotRead() throws IOException {
        try (var client = server.client()) {
            client.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
                    + "x".repeat(5000));
            assertThat(client.answer()).extracting(RawHttp.Answer::status, RawHttp.Answer::body)
                    .containsExactly(403, "refused");
        }
    }

    @Test
    void allBodiesTogetherHaveALimit() throws Exception {
        final String post = " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000);
        try (var one = server.client(); var two = server.client(); var three = server.client()) {
            one.send("POST /wait" + post);
            two.send("POST /wait" + post);
            three.send("POST /wait" + post);
            for (int i = 0; i < 3; i++) {
                assertThat(server.next()).isNotNull();
            }
            assertThat(server.ask("POST /" + post).status()).isEqualTo(503);
            server.release();
            assertThat(one.answer().status()).isEqualTo(200);
            one.send(GET).answer();
            assertThat(server.ask("POST /" + post).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsOnlySaidToComeTakesLittleMemory() throws Exception {
        server.restart(new Limits(8, 2000, LONG, 100_000, LONG, 100_000, LONG, LONG, LONG));
        final String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        try (var one = server.client(); var two = server.client(); var three = server.client()) {
            one.send(post + "100000\r\n\r\nx");
            two.send(post + "100000\r\n\r\nx");
            three.send(post + "100000\r\nExpect: 100-continue\r\n\r\n").line();
            assertThat(server.ask(post + "30000\r\n\r\n" + "y".repeat(30_000)).body())
                    .endsWith(" " + "y".repeat(30_000));
        }
    }

    @Test
    void answersThatComputeForLongLeaveOtherClientsTheirs() throws Exception {
        final int all = Runtime.getRuntime().availableProcessors();
        server.restart(new Limits(all + 1, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        final var busy = new ArrayList<RawHttp>();
        try {
            for (int i = 0; i < all; i++) {
                busy.add(server.client().send("GET /spin HTTP/1.1\r\nHost: a\r\n\r\n"));
                assertThat(server.next()).isNotNull();
            }
            assertThat(server.ask(GET).status()).isEqualTo(200);
            server.release();
            for (final var client : busy) {
                assertThat(client.answer().body()).isEqualTo("done");
            }
        } finally {
            server.release();
            for (final var client : busy) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatSendsTooSlowlyIsRefused() throws IOException {
        final var second = Duration.ofSeconds(1);
        server.restart(new Limits(8, 2000, second, 1000, second, 3000, LONG, LONG, LONG));
        assertThat(server.ask("GET / HTTP/1.1\r\nHos").status()).isEqualTo(408);
        assertThat(server.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").status())
                .isEqualTo(408);
    }

    @Test
    void aClientThatDoesNotReadLosesItsConnection() throws Exception {
        server.restart(new Limits(8, 2000, LONG, 1000, LONG, 3000, LONG, SHORT, LONG));
        try (var client = server.client()) {
            client.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
            final var exchange = server.next();
            awaitCancelled(exchange);
            assertThat(exchange.interruption()).isEqualTo(Interruption.GONE);
        }
    }

    @Test
    void aRequestThatTakesTooLongIsCancelledAndAnswered() throws IOException {
        server.restart(new Limits(8, 2000, LONG, 1000, LONG, 3000, LONG, LONG, SHORT));
        assertThat(server.ask("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("TIME");
    }

    @Test
    void theTimeOfOthersGoesOnWhereARequestCannotBeEnded() throws Exception {
        server.restart(new Limits(8, 2000, LONG, 1000, LONG, 3000, LONG, LONG, SHORT));
        final var tried = new CountDownLatch(1);
        try (var stubborn = server.client()) {
            stubborn.send("GET /spin HTTP/1.1\r\nHost: a\r\n\r\n");
            server.next().cancellation().listen(() -> {
                if (tried.getCount() > 0) {
                    tried.countDown();
                    throw new IllegalStateException("this test's, not to be ended");
                }
            });
            tried.await();
            assertThat(server.ask("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("TIME");
            server.release();
            assertThat(stubborn.answer().body()).isEqualTo("done");
        }
    }
}
