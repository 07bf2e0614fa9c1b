package dev.ingot.foundry.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.Registration;
import dev.ingot.foundry.FoundryCache;
import dev.ingot.foundry.validate.Trend;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand chat requests of 32 clients at once: no error, and memory that does not grow. Takes minutes, so it runs
 * only when asked for: {@code mvn -pl foundry -am test -Psoak -Dtest=ServiceSoakTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("soak")
@EnabledOnOs(OS.LINUX) // Only there a process can see its memory without further tools.
final class ServiceSoakTest {

    private static final double ALLOWED_TREND = 0.05;
    private static final double ALLOWED_STEPS = 1.25;
    private static final int CLIENTS = 32;
    private static final int ROUNDS = 10;
    private static final int REQUESTS = Integer.getInteger("ingot.soak.requests", 10_000);
    private static final List<String> COMMANDS = List.of("lock the front door",
            "turn on the lamp in the hall",
            "dim the kitchen lights to 40%", "open the garage", "set the bedroom to 20 degrees",
            "is the window in the bathroom open?", "play some music in the living room");

    @TempDir
    private Path work;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void tenThousandRequestsLeaveNothingBehind() throws Exception {
        final var cache = FoundryCache.open(work.resolve("cache"));
        Pipeline.from(Path.of(System.getProperty("ingot.models"), "hearth-slm")).quantize(Precision.INT4)
                .toOnnx(work.resolve("hearth")).register(cache, Registration.DEFAULT.name("hearth"));
        try (var service = FoundryService.start(cache, ServiceOptions.DEFAULT.port(0)); client) {
            // Compiles code, makes the caches of four sequences. Heaps of the C library find their size in a few steps, some of
            // them later: 252, 255, 268, 276, 277, 277 MB at 2,000 to 12,000; 189, then 213 MB from 8,000 to 16,000.
            ask(service.uri(), REQUESTS * 3 / 5);
            final var kilobytes = new ArrayList<Long>(List.of(anonymousKilobytes()));
            for (int round = 0; round < ROUNDS; round++) {
                final long start = System.nanoTime();
                final long[] millis = ask(service.uri(), REQUESTS / ROUNDS);
                final double seconds = (System.nanoTime() - start) / 1e9;
                kilobytes.add(anonymousKilobytes());
                System.out.printf(
                        "%d requests of %d clients: %.1f a second; p50 %d, p95 %d, p99 %d ms; RssAnon"
                                + " %.1f MB after %.1f MB%n",
                        millis.length, CLIENTS, millis.length / seconds,
                        millis[millis.length / 2], millis[millis.length * 95 / 100],
                        millis[millis.length * 99 / 100], kilobytes.getLast() / 1024.0,
                        kilobytes.getFirst() / 1024.0);
            }
            final double before = kilobytes.getFirst();
            // The median of the slopes between all pairs, which a single step does not move.
            final var trend = Trend.of(kilobytes.stream().map(Long::doubleValue).toList());
            assertThat(trend.slope() * ROUNDS).isLessThan(ALLOWED_TREND * before);
            assertThat(kilobytes.getLast().doubleValue()).isLessThan(ALLOWED_STEPS * before);
            assertThat(service.models().loaded()).singleElement()
                    .satisfies(model -> assertThat(model.users()).isZero());
        }
    }

    /** Returns how long each request took, sorted. */
    private long[] ask(final URI service, final int count) throws Exception {
        final var next = new AtomicInteger();
        final long[] millis = new long[count];
        final List<Callable<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(() -> {
                int errors = 0;
                for (int request = next.getAndIncrement(); request < count; request = next
                        .getAndIncrement()) {
                    final long start = System.nanoTime();
                    errors += answered(service, request) ? 0 : 1;
                    millis[request] = (System.nanoTime() - start) / 1_000_000;
                }
                return errors;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (final var errors : threads.invokeAll(clients)) {
                assertThat(errors.get()).isZero();
            }
        }
        Arrays.sort(millis);
        return millis;
    }

    /** Every fourth request is streamed, every third is the second turn of a conversation. */
    private boolean answered(final URI service, final int number) throws IOException, InterruptedException {
        final boolean stream = number % 4 == 0;
        final var messages = new ArrayList<Map<String, String>>();
        messages.add(Map.of("role", "system", "content", "Answer with one JSON action for the house."));
        if (number % 3 == 0) {
            messages.add(Map.of("role", "user", "content", COMMANDS.get(number % 5)));
            messages.add(Map.of("role", "assistant", "content", "{\"action\":\"none\"}"));
        }
        messages.add(Map.of("role", "user", "content", COMMANDS.get(number % COMMANDS.size())));
        final String body = JsonFiles
                .compact(Map.of("model", "hearth", "messages", messages, "stream", stream,
                        "max_tokens", 24));
        final HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(service.resolve("/v1/chat/completions"))
                        .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return response.statusCode() == 200 && !response.body().contains("\"error\"")
                && response.body().contains("\"finish_reason\":\"")
                && response.body().endsWith(stream ? "data: [DONE]\n\n" : "}");
    }

    /** All that is resident and no file's, the Java heap included. */
    private static long anonymousKilobytes() throws IOException, InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc(); // the collector gives memory back only step by step
            Thread.sleep(200);
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        }
    }
}
