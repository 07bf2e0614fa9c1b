package dev.ingot.foundry.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.models.Lease;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Token;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that do not come to their end. The model has one seat, and a stream that nobody reads on takes it. */
@Timeout(120) // What is waited for may never come.
final class InterruptedRequestsTest {

    private static final String BODY = "{\"model\": \"small\", \"prompt\": [5, 6, 7], \"max_tokens\": 4}";
    private static final ServiceLimits LIMITS = new ServiceLimits(64, 1 << 16, Duration.ofMinutes(5),
            Duration.ofMillis(50));

    @TempDir
    static Path work;
    private static FoundryCache cache;

    private FoundryService service;
    private Lease lease;
    private Stream<Token> seat;

    @BeforeAll
    static void convert() {
        cache = TestCache.of(work, "small");
    }

    @BeforeEach
    void start() {
        start(LIMITS);
    }

    private void start(final ServiceLimits limits) {
        service = FoundryService.start(cache, ServiceOptions.DEFAULT.port(0).limits(limits).models(
                new ServiceModels(GeneratorOptions.DEFAULT.threads(1).sequences(1), OptionalLong.empty(),
                        Duration.ZERO, 2, Duration.ofSeconds(5))));
        lease = service.models().lease("small");
        seat = lease.generator().stream("the lamp",
                GenerationOptions.DEFAULT.maxNewTokens(100).minNewTokens(90));
        final Iterator<Token> tokens = seat.iterator();
        assertThat(tokens.hasNext()).isTrue();
    }

    @AfterEach
    void stop() {
        seat.close();
        lease.close();
        service.close();
    }

    private RawHttp begin() throws IOException {
        return begin("/v1/completions", BODY);
    }

    private RawHttp begin(final String path, final String body) throws IOException {
        final var client = new RawHttp(
                new InetSocketAddress(service.uri().getHost(), service.uri().getPort()));
        return client
                .send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void awaitUsers(final int count) throws InterruptedException {
        while (service.models().loaded().getFirst().users() != count) {
            Thread.sleep(2);
        }
    }

    private String metrics() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(service.uri() + "/metrics")).build(),
                    BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aClientThatGoesAwayLeavesTheQueue() throws Exception {
        try (var client = begin()) {
            awaitUsers(2);
            client.endOutput();
            awaitUsers(1);
        }
        String text = metrics();
        while (!text.contains("path=\"/v1/completions\",status=\"499\"} 1\n")) {
            text = metrics();
        }
        assertThat(text)
                .contains("ingot_generations_total{model=\"small:0\",finish_reason=\"cancelled\"} 1\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"completions | 'prompt': [5, 6, 7]",
            "completions | 'prompt': [5, 6, 7], 'n': 3, 'echo': true, 'logprobs': 1",
            "completions | 'prompt': [5, 6, 7], 'max_tokens': 0, 'echo': true, 'logprobs': 1",
            "embeddings | 'input': [5, 6, 7]"})
    void aRequestThatTakesTooLongIsAnsweredSo(final String path, final String rest) throws Exception {
        stop();
        start(new ServiceLimits(64, 1 << 16, Duration.ofMillis(300), Duration.ofMillis(50)));
        try (var client = begin("/v1/" + path, "{\"model\": \"small\", " + rest.replace('\'', '"') + "}")) {
            final var answer = client.answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(504);
            assertThat(answer.body()).contains("\"code\":\"timeout\"");
        }
        awaitUsers(1);
    }

    @Test
    void whoWaitsWhenTheServiceClosesIsToldSo() throws Exception {
        try (var client = begin()) {
            awaitUsers(2);
            final var closing = Thread.ofPlatform().start(service::close);
            final var answer = client.answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"shutting_down\"");
            assertThat(answer.headers()).containsKey("retry-after");
            closing.join();
        }
    }

    @Test
    void whoWaitsForAModelThatIsTakenAwayIsToldSo() throws Exception {
        try (var client = begin()) {
            awaitUsers(2);
            assertThat(service.unload("small", true)).isTrue();
            final var answer = client.answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"model_unloaded\"");
        }
    }

    @Test
    void whoComesWhenTheQueueIsFullIsToldSo() throws Exception {
        try (var first = begin(); var second = begin()) {
            awaitUsers(3);
            try (var third = begin()) {
                final var answer = third.answer();
                assertThat(answer.status()).as(answer.body()).isEqualTo(429);
                assertThat(answer.headers()).containsEntry("retry-after", "1");
            }
            seat.close();
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(second.answer().status()).isEqualTo(200);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // Only there a process can see its files without further tools.
    void nothingOfAnUnloadedModelStaysMapped() throws Exception {
        seat.close();
        lease.close();
        final String directory = cache.find("small").directory().toString();
        assertThat(service.unload("small", false)).isTrue();
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(files.filter(Files::isSymbolicLink).map(InterruptedRequestsTest::target))
                    .noneMatch(target -> target.startsWith(directory));
        }
        assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
                .noneMatch(line -> line.contains(directory));
    }

    private static String target(final Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
