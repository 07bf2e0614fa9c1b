package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.Pipeline;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors on the command line. */
final class EmbedTest {

    @TempDir
    static Path work;

    @BeforeAll
    static void convert() {
        Pipeline.from(Path.of(System.getProperty("ingot.fixtures"), "qwen2")).toOnnx(work.resolve("model"));
    }

    private static Outcome run(final String... more) {
        final var arguments = new ArrayList<>(List.of("embed", "--model", work.resolve("model").toString()));
        arguments.addAll(Arrays.asList(more));
        return new Cli(work.resolve("home")).run(arguments.toArray(String[]::new));
    }

    private static double length(final String line, final String text) {
        final var json = JsonFiles.parse(Path.of("output"), line.getBytes(StandardCharsets.UTF_8));
        assertThat(json.string("text")).contains(text);
        final var vector = (List<?>) Objects.requireNonNull(json.raw("embedding"));
        assertThat(vector).hasSize(64);
        return Math.sqrt(
                vector.stream().mapToDouble(it -> ((Number) Objects.requireNonNull(it)).doubleValue())
                        .map(it -> it * it).sum());
    }

    @Test
    void eachTextGetsALineWithAVectorOfLengthOne() {
        final var found = run("--text", "three rows of beans", "--text", "peas", "--pooling", "mean");
        assertThat(found.code()).as(found.err()).isZero();
        final var lines = found.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(length(lines.getFirst(), "three rows of beans")).isCloseTo(1, within(1e-5));
        assertThat(length(lines.getLast(), "peas")).isCloseTo(1, within(1e-5));
        assertThat(length(run("--text", "peas", "--raw").out(), "peas")).isGreaterThan(1.5);
    }

    @Test
    void anUnknownPoolingIsRefused() {
        final var found = run("--text", "peas", "--pooling", "max");
        assertThat(found.code()).isEqualTo(2);
        assertThat(found.err()).contains("--pooling: expected last or mean, found \"max\"");
    }
}
