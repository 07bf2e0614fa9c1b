package dev.ingot.foundry.service.wire;

import static dev.ingot.foundry.service.wire.EchoServer.GET;
import static dev.ingot.foundry.service.wire.EchoServer.LONG;
import static dev.ingot.foundry.service.wire.EchoServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.foundry.service.RawHttp;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which connections there are, and how they end. */
@Timeout(120) // What is waited for may never come.
final class ConnectionsTest {

    @RegisterExtension
    private final EchoServer server = new EchoServer();

    /** More than the system takes for a server that does not read. */
    private static final String MUCH = "x".repeat(4 << 20);

    @Test
    void aConnectionWithoutRequestsIsClosed() throws IOException {
        server.restart(new Limits(8, 2000, LONG, 1000, LONG, 3000, SHORT, LONG, LONG));
        try (var silent = server.client()) {
            assertThat(silent.ended()).isTrue();
        }
        try (var once = server.client()) {
            once.send(GET).answer();
            assertThat(once.ended()).isTrue();
        }
        server.restart(new Limits(8, 2000, SHORT, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var silent = server.client()) {
            assertThat(silent.ended()).isTrue();
        }
    }

    @Test
    void theConnectionThatIsIdleLongestGivesWay() throws IOException {
        server.restart(new Limits(2, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var silent = server.client(); var second = server.client()) {
            second.send(GET).answer();
            try (var third = server.client()) {
                assertThat(third.send(GET).answer().status()).isEqualTo(200);
                assertThat(silent.ended()).isTrue();
                assertThat(second.send(GET).answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aConnectionWhoseRequestIsNotThereYetGivesWayAsWell() throws Exception {
        server.restart(new Limits(1, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var slow = server.client()) {
            slow.send("GET / HTTP/1.1\r\nHos");
            Thread.sleep(100); // Most likely the server has begun to read it.
            assertThat(server.ask(GET).status()).isEqualTo(200);
        }
    }

    @Test
    void aConnectionWhoseBodyIsNotThereYetGivesWayAfterThoseThatHaveSentNothing() throws Exception {
        server.restart(new Limits(2, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var half = server.client(); var silent = server.client()) {
            server.awaitConnections(2);
            half.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
                    .line();
            try (var third = server.client()) {
                assertThat(third.send(GET).answer().status()).isEqualTo(200);
                assertThat(silent.ended()).isTrue();
                half.line();
                assertThat(half.send("x".repeat(9)).answer().body()).endsWith("x".repeat(9));
                half.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
                        .line();
                half.line();
                third.send(GET).answer();
                try (var fourth = server.client()) {
                    assertThat(fourth.send(GET).answer().status()).isEqualTo(200);
                    assertThat(half.ended()).isTrue();
                }
            }
        }
    }

    @Test
    void clientsBeyondTheLimitAreToldToComeBack() throws Exception {
        server.restart(new Limits(1, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var first = server.client()) {
            first.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(server.next()).isNotNull();
            refused();
        }
    }

    private void refused() throws IOException {
        try (var second = server.client()) {
            final var answer = second.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("as many connections as there may be");
            assertThat(second.ended()).isTrue();
        }
    }

    @Test
    void aClientThatIsTurnedAwayHearsOfItWhateverItSends() throws Exception {
        server.restart(new Limits(1, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var first = server.client()) {
            first.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(server.next()).isNotNull();
            try (var second = server.client()) {
                second.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n" + MUCH);
                assertThat(second.answer().status()).isEqualTo(503);
            }
        }
    }

    @Test
    void theLastAnswerIsReadAlsoByAClientThatGoesOnSending() throws IOException {
        try (var client = server.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + MUCH);
            assertThat(client.answer().body()).isEqualTo("GET / {} ");
        }
    }

    @Test
    void closingLetsRequestsEndAndTakesNoMore() throws Exception {
        final var address = server.server().address();
        try (var busy = server.client(); var idle = server.client()) {
            idle.send(GET).answer();
            server.forget();
            busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(server.next()).isNotNull();
            final var closing = Thread.ofVirtual().start(() -> server.server().close(LONG));
            assertThat(idle.ended()).isTrue();
            assertThatThrownBy(() -> new RawHttp(address)).isInstanceOf(IOException.class);
            server.release();
            assertThat(busy.answer().body()).isEqualTo("NONE");
            assertThat(busy.ended()).isTrue();
            closing.join();
        }
    }

    @Test
    void closingCancelsWhatDoesNotEnd() throws Exception {
        try (var busy = server.client()) {
            busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(server.next()).isNotNull();
            server.server().close(Duration.ofMillis(1));
            assertThat(busy.answer().body()).isEqualTo("CLOSING");
        }
    }
}
