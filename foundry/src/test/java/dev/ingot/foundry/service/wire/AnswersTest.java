package dev.ingot.foundry.service.wire;

import static dev.ingot.foundry.service.wire.EchoServer.GET;
import static dev.ingot.foundry.service.wire.EchoServer.awaitCancelled;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers come, and what becomes of them when their clients go away. */
@Timeout(120) // What is waited for may never come.
final class AnswersTest {

    @RegisterExtension
    private final EchoServer server = new EchoServer();

    @Test
    void partsOfAnAnswerAreSentAtOnce() throws IOException {
        try (var client = server.client()) {
            client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                assertThat(line).isNotEqualTo("Connection: close");
            }
            assertThat(client.line()).isEqualTo("3");
            assertThat(client.line()).isEqualTo("one");
            server.release();
            assertThat(client.line()).isEqualTo("3");
            assertThat(client.line()).isEqualTo("two");
            assertThat(client.line()).isEqualTo("0");
            assertThat(client.line()).isEmpty();
            assertThat(client.send(GET).answer().body()).isEqualTo("GET / {} ");
        }
    }

    @Test
    void aClientThatReadsSlowlyGetsEveryPartWholeAndInItsOrder() throws Exception {
        final var body = new ByteArrayOutputStream();
        try (var client = server.client()) {
            client.send("GET /lines HTTP/1.1\r\nHost: a\r\n\r\n");
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                assertThat(line).doesNotContain("Content-Length");
            }
            for (byte[] chunk = client.chunk(); chunk.length > 0; chunk = client.chunk()) {
                body.write(chunk);
                Thread.sleep(1);
            }
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
        }
        final List<String> lines = body.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).filteredOn(line -> line.startsWith("a")).isEqualTo(EchoServer.lines("a"));
        assertThat(lines).filteredOn(line -> line.startsWith("b")).isEqualTo(EchoServer.lines("b"));
        assertThat(lines).hasSize(401).endsWith("end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "G", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"})
    void aClientThatGoesAwayEndsTheWorkWhateverItHasSentMeanwhile(final String more) throws Exception {
        final Exchange exchange;
        try (var client = server.client()) {
            client.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx" + more);
            exchange = server.next();
        }
        awaitCancelled(exchange);
        assertThat(exchange.interruption()).isEqualTo(Interruption.GONE);
    }

    @Test
    void aClientThatGoesAwayBeforeItsAnswerEndsTheWork() throws Exception {
        final List<Exchange> begun = new ArrayList<>();
        try (var client = server.client()) {
            client.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            begun.add(server.next());
        }
        try (var client = server.client()) {
            client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
            client.line();
            begun.add(server.next());
        }
        for (final Exchange exchange : begun) {
            awaitCancelled(exchange);
            assertThat(exchange.interruption()).isEqualTo(Interruption.GONE);
        }
    }
}
