package dev.ingot.foundry.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.service.wire.OwnThreads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several who want something of one service. */
@Timeout(120) // What is waited for may never come.
@ExtendWith(OwnThreads.class)
final class CrowdedServiceTest {

    private static final ServiceOptions OPTIONS = TestCache.OPTIONS;
    private static final String SMALL = "{\"model\": \"small\", \"prompt\": [5], \"max_tokens\": 1}";

    /** 1024 continuations of 200 tokens. */
    private static final String LARGE = "{\"model\": \"small\", \"prompt\": "
            + Collections.nCopies(64, "[5, 6]")
            + ", \"n\": 16, \"max_tokens\": 200, \"min_tokens\": 200}";

    /** The same as a stream, each token with the 20 likeliest in its place. */
    private static final String LOUD = LARGE.replace("\"n\"", "\"stream\": true, \"logprobs\": 20, \"n\"");
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";

    @TempDir
    static Path work;
    private static FoundryCache cache;

    private FoundryService service;

    @BeforeAll
    static void convert() {
        cache = TestCache.of(work, "small", "other");
    }

    @BeforeEach
    void start() {
        service = FoundryService.start(cache, OPTIONS);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private RawHttp client() throws IOException {
        return new RawHttp(new InetSocketAddress(service.uri().getHost(), service.uri().getPort()));
    }

    private RawHttp.Answer ask(final String request) throws IOException {
        try (var client = client()) {
            return client.send(request).answer();
        }
    }

    private static String completion(final String body) {
        return "POST /v1/completions" + HOST + "Content-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n" + body;
    }

    private void awaitUsers(final int count) throws InterruptedException {
        while (service.models().loaded().getFirst().users() != count) {
            Thread.sleep(2);
        }
    }

    @Test
    void aRequestOfAThousandAnswersLeavesOthersTheirTurnsAndTakesNoMorePlacesThanItUses() throws Exception {
        service.load("small");
        final List<RawHttp> large = new ArrayList<>();
        try {
            for (int i = 1; i <= 4; i++) {
                large.add(client().send(completion(LARGE)));
                awaitUsers(i);
                assertThat(ask(completion(SMALL)).status()).isEqualTo(200);
                awaitUsers(i); // Its lease ends after its answer.
            }
            large.add(client().send(completion(LARGE)));
            awaitUsers(5);
            final var refused = ask(completion(SMALL));
            assertThat(refused.status()).as(refused.body()).isEqualTo(429);
            assertThat(refused.headers()).containsEntry("retry-after", "1");
            awaitUsers(5);
        } finally {
            for (final var client : large) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatReadsNothingOfItsStreamLeavesOthersTheModel() throws Exception {
        service.load("small");
        try (var silent = client()) {
            silent.send(completion(LOUD));
            awaitUsers(1);
            String metrics = "";
            while (!metrics.contains("finish_reason=\"cancelled\"")) {
                assertThat(ask(completion(SMALL)).status()).isEqualTo(200);
                metrics = ask("GET /metrics" + HOST + "\r\n").body();
                Thread.sleep(2);
            }
        }
    }

    @Test
    void whoFindsNoConnectionIsToldSoAsClientsUnderstandIt() throws Exception {
        service.close();
        service = FoundryService.start(cache, OPTIONS.limits(new ServiceLimits(1, 1 << 16,
                Duration.ofMinutes(5), Duration.ofMillis(50))));
        try (var first = client()) {
            service.load("small");
            first.send(completion(LARGE));
            awaitUsers(1);
            final var answer = ask("GET /health" + HOST + "\r\n");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers()).containsEntry("retry-after", "1");
            assertThat(answer.body()).contains("\"code\":\"overloaded\"");
        }
    }

    @Test
    void aFormOfAnotherSiteInABrowserThatSaysLittleUnloadsNothing() throws IOException {
        service.load("small");
        final String form = "User-Agent: Mozilla/5.0\r\nReferer: http://evil.example/\r\nContent-Length: 0\r\n\r\n";
        assertThat(ask("POST /models/unload/small" + HOST + form).status()).isEqualTo(403);
        assertThat(ask("POST /openai/unloadall" + HOST + form).status()).isEqualTo(403);
        assertThat(service.loaded()).hasSize(1);
        assertThat(ask("POST /models/unload/small" + HOST + "Origin: http://localhost\r\n" + form).status())
                .isEqualTo(200);
    }

    @Test
    void whoUnloadsAllModelsUnloadsThoseThatNobodyUses() throws IOException {
        service.load("small");
        try (var _ = service.models().lease("other")) {
            assertThat(ask("POST /openai/unloadall" + HOST + "Content-Length: 0\r\n\r\n").status())
                    .isEqualTo(200);
            assertThat(service.loaded()).extracting(model -> model.id().text()).containsExactly("other:0");
            assertThat(ask("POST /openai/unloadall?force=true" + HOST + "Content-Length: 0\r\n\r\n").status())
                    .isEqualTo(200);
            assertThat(service.loaded()).isEmpty();
        }
    }
}
