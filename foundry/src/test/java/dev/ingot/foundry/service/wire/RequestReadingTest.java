package dev.ingot.foundry.service.wire;

import static dev.ingot.foundry.service.wire.EchoServer.GET;
import static dev.ingot.foundry.service.wire.EchoServer.LONG;
import static dev.ingot.foundry.service.wire.EchoServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server takes for a request and its parts. */
@Timeout(120) // What is waited for may never come.
final class RequestReadingTest {

    @RegisterExtension
    private final EchoServer server = new EchoServer();

    private static final int SEED = 20261121;

    @Test
    void aConnectionServesOneRequestAfterTheOtherAlsoWhenTheyAreSentTogether() throws IOException {
        try (var client = server.client()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("GET / {} ");
            client.send("POST /a/b?c=%C3%A4+1&d HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody" + GET);
            assertThat(client.answer().body()).startsWith("POST /a/b {").contains("c=ä 1", "d=")
                    .endsWith(" body");
            assertThat(client.answer().body()).isEqualTo("GET / {} ");
        }
    }

    @Test
    void aBodyMayComeInChunks() throws IOException {
        final String head = "PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        final String chunks = "3\r\nabc\r\n000B;name=value\r\n0123456789a\r\n0\r\nTrailer: x\r\n\r\n";
        assertThat(server.ask(head + chunks).body())
                .isEqualTo("PUT /x {} abc0123456789a");
    }

    @Test
    void aClientThatWaitsForLeaveToSendGetsIt() throws IOException {
        try (var client = server.client()) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            assertThat(client.send("hi").answer().body()).isEqualTo("POST /x {} hi");
        }
    }

    @Test
    void anOldClientIsGivenNoLeaveThatItDoesNotKnow() throws IOException {
        assertThat(
                server.ask("POST /x HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi").body())
                .isEqualTo("POST /x {} hi");
    }

    @Test
    void oldClientsGetTheirAnswerAndTheEndOfTheConnection() throws IOException {
        try (var client = server.client()) {
            final var answer = client.send("GET /old HTTP/1.0\r\n\r\n").answer();
            assertThat(answer.body()).isEqualTo("GET /old {} ");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aClientThatAsksForItGetsTheEndOfTheConnection() throws IOException {
        try (var client = server.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").answer();
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void headHasTheHeadersOfAnAnswerWithoutItsBody() throws IOException {
        try (var client = server.client()) {
            client.send("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
            String line = client.line();
            for (; !line.isEmpty(); line = client.line()) {
                assertThat(line).satisfiesAnyOf(it -> assertThat(it).isEqualTo("Content-Length: 11"),
                        it -> assertThat(it).doesNotStartWith("Content-Length"));
            }
            assertThat(client.send(GET).answer().body()).isEqualTo("GET / {} ");
        }
    }

    @Test
    void aWholeUriNamesTheHostItself() throws Exception {
        assertThat(server.ask("GET HTTP://b:8/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n").body())
                .isEqualTo("GET /x {y=1} ");
        assertThat(server.ask("GET http://b HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("GET / {} ");
        assertThat(server.next().head().all("host")).containsExactly("b:8");
    }

    @Test
    void endsOfLinesBehindABodyAreNoRequest() throws IOException {
        server.restart(new Limits(8, 2000, Duration.ofSeconds(1), 1000, LONG, 3000, LONG, LONG, LONG));
        try (var client = server.client()) {
            for (int i = 0; i < 3; i++) {
                final String post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n";
                assertThat(client.send(post).answer().body()).isEqualTo("POST /x {} hi");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "nonsense                                                             | 400",
            "GET /                                                                | 400",
            "GET  / HTTP/1.1/r/nHost: a                                           | 400",
            "G(T / HTTP/1.1/r/nHost: a                                            | 400",
            "GET / HTTP/1.1                                                       | 400",
            "GET / HTTP/1.1/r/nHost: a/r/nHost: b                                 | 400",
            "GET / HTTP/2.0/r/nHost: a                                            | 505",
            "GET ftp://b/ HTTP/1.1/r/nHost: a                                     | 400",
            "GET http:///b HTTP/1.1/r/nHost: a                                    | 400",
            "GET http://a@b/ HTTP/1.1/r/nHost: a                                  | 400",
            "GET http://b/ HTTP/1.1                                               | 400",
            "GET /a/../b HTTP/1.1/r/nHost: a                                      | 400",
            "GET /a/%2e%2E/b HTTP/1.1/r/nHost: a                                  | 400",
            "GET /a//b HTTP/1.1/r/nHost: a                                        | 400",
            "GET /%zz HTTP/1.1/r/nHost: a                                         | 400",
            "GET /%+1 HTTP/1.1/r/nHost: a                                         | 400",
            "GET /% HTTP/1.1/r/nHost: a                                           | 400",
            "GET /%00 HTTP/1.1/r/nHost: a                                         | 400",
            "GET /%0d%0aX:%20y HTTP/1.1/r/nHost: a                                | 400",
            "GET /%ff HTTP/1.1/r/nHost: a                                         | 400",
            "GET /a#b HTTP/1.1/r/nHost: a                                         | 400",
            "GET / HTTP/1.1/r/nHost: a/r/n folded: x                              | 400",
            "GET / HTTP/1.1/r/nHost: a/r/nBlank : x                               | 400",
            "GET / HTTP/1.1/r/nHost: a/r/nNo colon                                | 400",
            "GET / HTTP/1.1/r/nHost: a/nBare: x                                   | 400",
            "GET / HTTP/1.1/r/nHost: a/rBare: x                                   | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: x                      | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: -1                     | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: +1                     | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: 1, 1                   | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: 1/r/nContent-Length: 1 | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: 1/r/nTransfer-Encoding: chunked | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nTransfer-Encoding: gzip, chunked       | 501",
            "POST / HTTP/1.1/r/nHost: a/r/nTransfer-Encoding: chunked/r/nTransfer-Encoding: chunked | 501",
            "POST / HTTP/1.0/r/nTransfer-Encoding: chunked                        | 400",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: 1001                   | 413",
            "POST / HTTP/1.1/r/nHost: a/r/nContent-Length: 999999999999999        | 413"})
    void whatIsNoRequestOrTooLargeIsRefusedAndEndsTheConnection(final String head, final int status)
            throws IOException {
        try (var client = server.client()) {
            client.send(head.replace("/r", "\r").replace("/n", "\n") + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(status);
            client.endOutput();
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"x | 400", "-1 | 400", "1/r/nab/r/n0 | 400", "1 | 400",
            "3e9 | 413", "FFFFFFFF | 413", "123456789 | 400", "3e8/r/n | 408"})
    void whatAreNoChunksIsRefused(final String chunks, final int status) throws IOException {
        server.restart(new Limits(8, 2000, LONG, 1000, SHORT, 3000, LONG, LONG, LONG));
        assertThat(server.ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunks.replace("/r", "\r").replace("/n", "\n") + "\r\n\r\n").status()).isEqualTo(status);
    }

    @Test
    void headersThatAreTooLongOrTooManyAreRefused() throws IOException {
        assertThat(server.ask("GET / HTTP/1.1\r\nHost: a\r\nLong: " + "x".repeat(3000)).status())
                .isEqualTo(431);
        assertThat(server.ask("GET /" + "x".repeat(3000)).status()).isEqualTo(431);
        assertThat(server.ask("GET / HTTP/1.1\r\nHost: a\r\n" + "a:b\r\n".repeat(120)).status())
                .isEqualTo(431);
    }

    @Test
    void noiseDoesNotKeepTheServerFromServing() throws IOException {
        server.restart(new Limits(500, 2000, LONG, 1000, SHORT, 3000, LONG, LONG, LONG));
        final var random = new Random(SEED);
        final String good = "POST /x?y=1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        for (int i = 0; i < 300; i++) {
            final var noise = new StringBuilder(good);
            for (int change = random.nextInt(6); change >= 0; change--) {
                final int at = random.nextInt(noise.length());
                switch (random.nextInt(3)) {
                    case 0 -> noise.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> noise.deleteCharAt(at);
                    default -> noise.insert(at, "\r\n: %x".charAt(random.nextInt(6)));
                }
            }
            try (var client = server.client()) {
                client.send(noise.toString()).endOutput();
            }
        }
        RawHttp.Answer answer = server.ask(good);
        while (answer.status() == 503) { // Not all bodies of the others were dropped yet.
            answer = server.ask(good);
        }
        assertThat(answer.body()).isEqualTo("POST /x {y=1} abc");
    }
}
