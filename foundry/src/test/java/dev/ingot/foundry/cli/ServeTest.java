package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.service.TestCache;
import dev.ingot.foundry.settings.Environment;
import dev.ingot.json.JsonFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServeTest {

    @TempDir
    private Path work;

    private int status(final String method, final String uri, final String key) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            final var request = HttpRequest.newBuilder(URI.create(uri)).header("api-key", key).method(method,
                    BodyPublishers.noBody());
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void servesUntilItIsToldToStop() throws Exception {
        final String cache = TestCache.of(work, "small").location().toString();
        final Path key = Files.writeString(work.resolve("key"), "s3cret\n");
        final var err = new ByteArrayOutputStream();
        try (var lines = new PipedInputStream();
                var out = new PrintStream(new PipedOutputStream(lines), true, StandardCharsets.UTF_8);
                var reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final var terminal = new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8),
                    InputStream.nullInputStream(), false, false, new Environment(Map.of(), work));
            final var code = CompletableFuture.supplyAsync(() -> Ingot.run(terminal, "serve", "--port", "0",
                    "--cache", cache, "--api-key-file", key.toString(), "--load", "small", "--threads", "1",
                    "--memory", "4GB", "--ttl", "60", "--json"), threads);
            final var line = JsonFiles.parse(Path.of("line"),
                    reader.readLine().getBytes(StandardCharsets.UTF_8));
            final String url = line.string("url").orElseThrow();
            assertThat(line.integer("pid")).hasValue((int) ProcessHandle.current().pid());
            assertThat(status("GET", url + "/v1/models", "wrong")).isEqualTo(401);
            assertThat(status("GET", url + "/v1/models", "s3cret")).isEqualTo(200);
            assertThat(status("POST", url + "/shutdown", "s3cret")).isEqualTo(200);
            assertThat(code.join()).as(err.toString(StandardCharsets.UTF_8)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--host 0.0.0.0 | need a key", "--port 70000 | port",
            "--api-key a --api-key-file b | both", "--api-key-file missing | missing",
            "--memory 4 parsecs | --memory", "--ttl -1 | --ttl", "--parallel 0 | sequences",
            "--port 0 --load none | none",
            "--max-body 2GB | --max-body", "--timeout 0 | request time"})
    void wrongOptionsAreNamed(final String options, final String expected) {
        final var args = new ArrayList<>(List.of("serve", "--cache", work.resolve("c").toString()));
        for (final String option : options.split(" (?=--)", 0)) {
            args.addAll(List.of(option.split(" ", 2)));
        }
        final var outcome = new Cli(work).run(args.toArray(String[]::new));
        assertThat(outcome.code()).isEqualTo(Failures.BAD_INPUT);
        assertThat(outcome.errors()).singleElement().asString().contains(expected);
    }
}
