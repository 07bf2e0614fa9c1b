package dev.ingot.foundry.service.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.foundry.service.OwnThreads;
import dev.ingot.foundry.service.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does with the bytes that clients send, and when they do not. */
@Timeout(120) // What is waited for may never come.
final class WireServerTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Limits LIMITS = new Limits(8, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int SEED = 20261121;

    private final BlockingQueue<Exchange> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private WireServer server;

    /** Answers with method, path and body; under /wait only once it is released or cancelled. */
    private final class Echo implements Handler {

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
                case "/spin" -> {
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    text(exchange, 200, "done");
                }
                default -> text(exchange, 200, exchange.head().method() + " " + exchange.head().path() + " "
                        + exchange.head().query() + " "
                        + new String(exchange.body(), StandardCharsets.UTF_8));
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

    @BeforeEach
    void start() throws IOException {
        server = start(LIMITS);
    }

    private WireServer start(final Limits limits) throws IOException {
        final var started = WireServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                limits);
        started.serve(new Echo());
        return started;
    }

    private void restart(final Limits limits) throws IOException {
        server.close();
        server = start(limits);
    }

    @AfterEach
    void stop() throws InterruptedException {
        release.countDown();
        server.close();
        OwnThreads.assertEnded();
    }

    private RawHttp client() throws IOException {
        return new RawHttp(server.address());
    }

    private RawHttp.Answer ask(final String request) throws IOException {
        try (var client = client()) {
            return client.send(request).answer();
        }
    }

    @Test
    void aConnectionServesOneRequestAfterTheOtherAlsoWhenTheyAreSentTogether() throws IOException {
        try (var client = client()) {
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
        assertThat(ask(head + chunks).body())
                .isEqualTo("PUT /x {} abc0123456789a");
    }

    @Test
    void aClientThatWaitsForLeaveToSendGetsIt() throws IOException {
        try (var client = client()) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(client.line()).isEmpty();
            assertThat(client.send("hi").answer().body()).isEqualTo("POST /x {} hi");
        }
    }

    @Test
    void oldClientsGetTheirAnswerAndTheEndOfTheConnection() throws IOException {
        try (var client = client()) {
            final var answer = client.send("GET /old HTTP/1.0\r\n\r\n").answer();
            assertThat(answer.body()).isEqualTo("GET /old {} ");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aClientThatAsksForItGetsTheEndOfTheConnection() throws IOException {
        try (var client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").answer();
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void headHasTheHeadersOfAnAnswerWithoutItsBody() throws IOException {
        try (var client = client()) {
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
        try (var client = client()) {
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
        restart(new Limits(8, 2000, LONG, 1000, SHORT, 3000, LONG, LONG, LONG));
        assertThat(ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunks.replace("/r", "\r").replace("/n", "\n") + "\r\n\r\n").status()).isEqualTo(status);
    }

    @Test
    void headersThatAreTooLongOrTooManyAreRefused() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\nHost: a\r\nLong: " + "x".repeat(3000)).status()).isEqualTo(431);
        assertThat(ask("GET /" + "x".repeat(3000)).status()).isEqualTo(431);
        assertThat(ask("GET / HTTP/1.1\r\nHost: a\r\n" + "a:b\r\n".repeat(120)).status()).isEqualTo(431);
    }

    @Test
    void aRefusedRequestIsAnsweredAlthoughItsBodyIsNotRead() throws IOException {
        try (var client = client()) {
            client.send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n"
                    + "x".repeat(5000));
            assertThat(client.answer()).extracting(RawHttp.Answer::status, RawHttp.Answer::body)
                    .containsExactly(403, "refused");
        }
    }

    @Test
    void allBodiesTogetherHaveALimit() throws Exception {
        final String post = " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(1000);
        try (var one = client(); var two = client(); var three = client()) {
            one.send("POST /wait" + post);
            two.send("POST /wait" + post);
            three.send("POST /wait" + post);
            for (int i = 0; i < 3; i++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(ask("POST /" + post).status()).isEqualTo(503);
            release.countDown();
            assertThat(one.answer().status()).isEqualTo(200);
            one.send(GET).answer();
            assertThat(ask("POST /" + post).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsOnlySaidToComeTakesLittleMemory() throws Exception {
        restart(new Limits(8, 2000, LONG, 100_000, LONG, 100_000, LONG, LONG, LONG));
        final String post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        try (var one = client(); var two = client(); var three = client()) {
            one.send(post + "100000\r\n\r\nx");
            two.send(post + "100000\r\n\r\nx");
            three.send(post + "100000\r\nExpect: 100-continue\r\n\r\n").line();
            assertThat(ask(post + "30000\r\n\r\n" + "y".repeat(30_000)).body())
                    .endsWith(" " + "y".repeat(30_000));
        }
    }

    @Test
    void answersThatComputeForLongLeaveOtherClientsTheirs() throws Exception {
        final int all = Runtime.getRuntime().availableProcessors();
        restart(new Limits(all + 1, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        final var busy = new ArrayList<RawHttp>();
        try {
            for (int i = 0; i < all; i++) {
                busy.add(client().send("GET /spin HTTP/1.1\r\nHost: a\r\n\r\n"));
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(ask(GET).status()).isEqualTo(200);
            release.countDown();
            for (final var client : busy) {
                assertThat(client.answer().body()).isEqualTo("done");
            }
        } finally {
            release.countDown();
            for (final var client : busy) {
                client.close();
            }
        }
    }

    @Test
    void aWholeUriNamesTheHostItself() throws Exception {
        assertThat(ask("GET HTTP://b:8/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("GET /x {y=1} ");
        assertThat(ask("GET http://b HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("GET / {} ");
        assertThat(seen.take().head().all("host")).containsExactly("b:8");
    }

    @Test
    void aClientThatSendsTooSlowlyIsRefused() throws IOException {
        final var second = Duration.ofSeconds(1);
        restart(new Limits(8, 2000, second, 1000, second, 3000, LONG, LONG, LONG));
        assertThat(ask("GET / HTTP/1.1\r\nHos").status()).isEqualTo(408);
        assertThat(ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").status())
                .isEqualTo(408);
    }

    @Test
    void aConnectionWithoutRequestsIsClosed() throws IOException {
        restart(new Limits(8, 2000, LONG, 1000, LONG, 3000, SHORT, LONG, LONG));
        try (var silent = client()) {
            assertThat(silent.ended()).isTrue();
        }
        try (var once = client()) {
            once.send(GET).answer();
            assertThat(once.ended()).isTrue();
        }
        restart(new Limits(8, 2000, SHORT, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var silent = client()) {
            assertThat(silent.ended()).isTrue();
        }
    }

    @Test
    void theConnectionThatIsIdleLongestGivesWay() throws IOException {
        restart(new Limits(2, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var silent = client(); var second = client()) {
            second.send(GET).answer();
            try (var third = client()) {
                assertThat(third.send(GET).answer().status()).isEqualTo(200);
                assertThat(silent.ended()).isTrue();
                assertThat(second.send(GET).answer().status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "G", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"})
    void aClientThatGoesAwayEndsTheWorkWhateverItHasSentMeanwhile(final String more) throws Exception {
        try (var client = client()) {
            client.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx" + more);
            while (seen.isEmpty()) {
                Thread.sleep(2);
            }
        }
        final var exchange = seen.take();
        awaitCancelled(exchange);
        assertThat(exchange.interruption()).isEqualTo(Interruption.GONE);
    }

    @Test
    void endsOfLinesBehindABodyAreNoRequest() throws IOException {
        restart(new Limits(8, 2000, Duration.ofSeconds(1), 1000, LONG, 3000, LONG, LONG, LONG));
        try (var client = client()) {
            for (int i = 0; i < 3; i++) {
                final String post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n";
                assertThat(client.send(post).answer().body()).isEqualTo("POST /x {} hi");
            }
        }
    }

    @Test
    void aClientThatGoesAwayBeforeItsAnswerEndsTheWork() throws Exception {
        try (var client = client()) {
            client.send("POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            while (seen.isEmpty()) {
                Thread.sleep(2);
            }
        }
        try (var client = client()) {
            client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
            client.line();
        }
        for (int i = 0; i < 2; i++) {
            final var exchange = seen.poll(20, TimeUnit.SECONDS);
            awaitCancelled(exchange);
            assertThat(exchange.interruption()).isEqualTo(Interruption.GONE);
        }
    }

    private static void awaitCancelled(final Exchange exchange) throws InterruptedException {
        for (int i = 0; i < 5000 && !exchange.cancellation().isCancelled(); i++) {
            Thread.sleep(2);
        }
    }

    @Test
    void partsOfAnAnswerAreSentAtOnce() throws IOException {
        try (var client = client()) {
            client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                assertThat(line).isNotEqualTo("Connection: close");
            }
            assertThat(client.line()).isEqualTo("3");
            assertThat(client.line()).isEqualTo("one");
            release.countDown();
            assertThat(client.line()).isEqualTo("3");
            assertThat(client.line()).isEqualTo("two");
            assertThat(client.line()).isEqualTo("0");
            assertThat(client.line()).isEmpty();
            assertThat(client.send(GET).answer().body()).isEqualTo("GET / {} ");
        }
    }

    @Test
    void aClientThatDoesNotReadLosesItsConnection() throws Exception {
        restart(new Limits(8, 2000, LONG, 1000, LONG, 3000, LONG, SHORT, LONG));
        try (var client = client()) {
            client.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
            final var exchange = seen.poll(20, TimeUnit.SECONDS);
            awaitCancelled(exchange);
            assertThat(exchange.interruption()).isEqualTo(Interruption.GONE);
        }
    }

    @Test
    void aRequestThatTakesTooLongIsCancelledAndAnswered() throws IOException {
        restart(new Limits(8, 2000, LONG, 1000, LONG, 3000, LONG, LONG, SHORT));
        assertThat(ask("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n").body()).isEqualTo("TIME");
    }

    @Test
    void clientsBeyondTheLimitAreToldToComeBack() throws Exception {
        restart(new Limits(1, 2000, LONG, 1000, LONG, 3000, LONG, LONG, LONG));
        try (var first = client()) {
            first.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
            refused();
        }
    }

    private void refused() throws IOException {
        try (var second = client()) {
            final var answer = second.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("retry-after", "1");
        }
    }

    @Test
    void closingLetsRequestsEndAndTakesNoMore() throws Exception {
        final var address = server.address();
        try (var busy = client(); var idle = client()) {
            idle.send(GET).answer();
            seen.clear();
            busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
            final var closing = Thread.ofVirtual().start(() -> server.close(LONG));
            assertThat(idle.ended()).isTrue();
            assertThatThrownBy(() -> new RawHttp(address)).isInstanceOf(IOException.class);
            release.countDown();
            assertThat(busy.answer().body()).isEqualTo("NONE");
            assertThat(busy.ended()).isTrue();
            closing.join();
        }
    }

    @Test
    void closingCancelsWhatDoesNotEnd() throws Exception {
        try (var busy = client()) {
            busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
            server.close(Duration.ofMillis(1));
            assertThat(busy.answer().body()).isEqualTo("CLOSING");
        }
    }

    @Test
    void noiseDoesNotKeepTheServerFromServing() throws IOException {
        restart(new Limits(500, 2000, LONG, 1000, SHORT, 3000, LONG, LONG, LONG));
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
            try (var client = client()) {
                client.send(noise.toString()).endOutput();
            }
        }
        assertThat(ask(good).body()).isEqualTo("POST /x {y=1} abc");
    }
}
