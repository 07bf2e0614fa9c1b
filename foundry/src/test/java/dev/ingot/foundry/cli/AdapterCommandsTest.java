package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.foundry.settings.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterCommandsTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));
    private static final String PLAIN = FIXTURES.resolve("qwen2_lora").toString();
    private static final String ROOTED = FIXTURES.resolve("qwen2_lora_rslora").toString();

    @TempDir
    private Path work;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Adapters travel into the cache with their model, and are asked for by name, directory or file. */
    @Test
    void adaptersAreKeptBesideTheModelAndChosenWhenItRuns() {
        final String cache = work.resolve("cache").toString();
        assertThat(run("convert", "--model", FIXTURES.resolve("qwen2").toString(), "--output",
                work.resolve("out").toString(), "--precision", "fp32", "--adapters",
                "plain=" + PLAIN + ",rooted=" + ROOTED, "--register", "--name", "m", "--cache", cache))
                .as(err.toString(StandardCharsets.UTF_8)).isZero();
        final String none = generate(cache);
        final String plain = generate(cache, "--adapter", "plain");
        assertThat(plain).isNotEqualTo(none);
        assertThat(generate(cache, "--adapter", PLAIN)).isEqualTo(plain);
        assertThat(generate(cache, "--adapter", work.resolve("out/rooted.onnx_adapter").toString()))
                .isEqualTo(generate(cache, "--adapter", "rooted")).isNotEqualTo(plain);
        assertThat(run("generate", "--model", "m", "--prompt", "a", "--adapter", "other", "--cache", cache))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("expected one of [plain, rooted], found \"other\"");
    }

    @Test
    void adaptersWithoutANameAreRefused() {
        assertThat(run("convert", "--model", FIXTURES.resolve("qwen2").toString(), "--output",
                work.resolve("out").toString(), "--adapters", PLAIN)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--adapters");
    }

    @Test
    void aNameGivenTwiceIsRefused() {
        assertThat(run("convert", "--model", FIXTURES.resolve("qwen2").toString(), "--output",
                work.resolve("out").toString(), "--adapters", "a=" + PLAIN + ",a=" + ROOTED)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("every name once, found \"a\"");
    }

    private String generate(final String cache, final String... more) {
        final var arguments = new ArrayList<>(List.of("generate", "--model", "m", "--prompt",
                "turn on the lamp", "--greedy", "--max-new-tokens", "8", "--cache", cache));
        arguments.addAll(List.of(more));
        out.reset();
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(final String... arguments) {
        err.reset();
        return Ingot.run(new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), new ByteArrayInputStream(new byte[0]),
                false,
                false, new Environment(Map.of(), work.resolve("home"))), arguments);
    }
}
