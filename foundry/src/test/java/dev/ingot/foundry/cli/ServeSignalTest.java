package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.JavaProcess;
import dev.ingot.foundry.service.TestCache;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The process that serves, and the signal that ends it. */
@DisabledOnOs(OS.WINDOWS) // A process can only be killed there, not asked to end.
final class ServeSignalTest {

    private static final int TERMINATED = 128 + 15;

    /** 1024 continuations, which nobody will wait for. */
    private static final String LARGE = "{\"model\":\"small\",\"prompt\":" + Collections.nCopies(64, "[5,6]")
            + ",\"n\":16,\"max_tokens\":400,\"min_tokens\":400}";

    @TempDir
    private Path work;

    private Process start() throws Exception {
        final String cache = TestCache.of(work, "small").location().toString();
        return JavaProcess
                .builder(List.of("--enable-native-access=ALL-UNNAMED"), Ingot.class, "serve", "--port", "0",
                        "--json", "--cache", cache, "--load", "small", "--threads", "1",
                        "--drain", "600", "--verbose")
                .directory(work.toFile()).redirectError(work.resolve("err").toFile()).start();
    }

    @Test
    void answersThatHaveBegunComeToTheirEndBeforeTheProcess() throws Exception {
        final Process process = start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var client = HttpClient.newHttpClient()) {
            final var address = JsonFiles.parse(Path.of("address"),
                    String.valueOf(lines.readLine()).getBytes(StandardCharsets.UTF_8));
            assertThat(address.integer("pid")).hasValue((int) process.pid());
            final var request = HttpRequest
                    .newBuilder(URI.create(address.string("url").orElseThrow() + "/v1/completions"))
                    .header("Content-Type", "application/json").POST(BodyPublishers.ofString(
                            "{\"model\":\"small\",\"prompt\":[5,6,7],\"max_tokens\":400,\"stream\":true}"))
                    .build();
            final var beside = new ArrayList<HttpResponse<InputStream>>();
            for (int i = 0; i < 3; i++) {
                beside.add(client.send(request, BodyHandlers.ofInputStream()));
            }
            final var response = client.send(request, BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            final var events = new ArrayList<String>();
            response.body().forEach(line -> {
                if (events.isEmpty()) {
                    process.destroy();
                }
                events.add(line);
            });
            assertThat(events).hasSizeGreaterThan(2).endsWith("data: [DONE]", "");
            for (final var answer : beside) {
                assertThat(answer.body()).asString(StandardCharsets.UTF_8).endsWith("data: [DONE]\n\n");
            }
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
            assertThat(work).isDirectoryNotContaining("glob:**hs_err*");
            assertThat(work.resolve("err")).content().contains("POST /v1/completions 200")
                    .doesNotContain("InterruptedException");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        final Process process = start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var client = HttpClient.newHttpClient()) {
            final var address = JsonFiles.parse(Path.of("address"),
                    String.valueOf(lines.readLine()).getBytes(StandardCharsets.UTF_8));
            final String url = address.string("url").orElseThrow();
            final var answer = client.sendAsync(HttpRequest.newBuilder(URI.create(url + "/v1/completions"))
                    .header("Content-Type", "application/json").POST(BodyPublishers.ofString(LARGE)).build(),
                    BodyHandlers.ofString());
            final var metrics = HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
            while (!client.send(metrics, BodyHandlers.ofString()).body()
                    .contains("ingot_model_requests{model=\"small:0\"} 1")) {
                Thread.sleep(20);
            }
            process.destroy();
            while (listens(URI.create(url))) {
                Thread.sleep(20);
            }
            assertThat(answer).isNotDone();
            process.destroy();
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
            assertThat(answer).failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean listens(final URI address) {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
