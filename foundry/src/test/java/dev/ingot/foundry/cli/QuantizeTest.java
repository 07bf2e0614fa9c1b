package dev.ingot.foundry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.foundry.cli.Cli.Outcome;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that another tool made: a float export without what only Ingot writes. */
class QuantizeTest {

    private static final Path QWEN = Path.of(System.getProperty("ingot.fixtures"), "qwen2");

    @TempDir
    private Path work;

    @BeforeEach
    void export() throws IOException {
        final Path directory = Pipeline.from(QWEN).toOnnx(work.resolve("onnx")).directory();
        Files.delete(directory.resolve("genai_config.json"));
        Files.delete(directory.resolve("ingot.json"));
    }

    private Outcome line(final String line) {
        return new Cli(work.resolve("home")).run(line.replace("ONNX", work.resolve("onnx").toString())
                .replace("OUT", work.resolve("out").toString())
                .replace("CACHE", work.resolve("cache").toString()).split(" "));
    }

    /** Generates from the first prompt of the fixture. */
    private Object greedyTokens(final String name, final Map<?, ?> prompt) {
        final var ids = (List<?>) Objects.requireNonNull(prompt.get("input_ids"));
        final var generated = line("generate --model " + name + " --cache CACHE --greedy --json --threads 1"
                + " --max-new-tokens 24 --tokens " + ids.toString().replaceAll("[\\[\\] ]", ""));
        assertThat(generated.code()).as(generated.err()).isZero();
        return Objects.requireNonNull(JsonFiles
                .parse(Path.of("output"), generated.out().getBytes(StandardCharsets.UTF_8)).raw("tokens"));
    }

    private static Map<?, ?> prompt() {
        final var prompts = (List<?>) Objects
                .requireNonNull(JsonFiles.read(QWEN.resolve("golden.json")).raw("prompts"));
        return (Map<?, ?>) Objects.requireNonNull(prompts.getFirst());
    }

    @Test
    void aModelWithoutConfigurationIsRegisteredWithOneAndGeneratesTheReferencesTokens() throws IOException {
        final var registered = line("cache register ONNX --name theirs --cache CACHE");
        assertThat(registered.code()).as(registered.err()).isZero();
        assertThat(work.resolve("onnx/genai_config.json")).doesNotExist();
        assertThat(work.resolve("cache/custom/theirs/genai_config.json")).content()
                .contains("\"type\": \"qwen2\"", "past_key_values.%d.key", "present.%d.value");
        assertThat(greedyTokens("theirs", prompt())).isEqualTo(prompt().get("greedy"));
    }

    @Test
    void aModelThatLiesInTheCacheGetsItsConfigurationThere() throws IOException {
        Files.createDirectories(work.resolve("cache/theirs"));
        Files.move(work.resolve("onnx"), work.resolve("cache/theirs/model"));
        assertThat(line("cache ls --cache CACHE").err()).contains("INGOT-D103",
                "register it: ingot cache register ");
        final var registered = line("cache register CACHE/theirs/model --name theirs --cache CACHE");
        assertThat(registered.code()).as(registered.err()).isZero();
        assertThat(work.resolve("cache/theirs/model/genai_config.json")).exists();
        assertThat(line("cache ls --cache CACHE").out()).contains("theirs:0");
    }

    @Test
    void aFloatModelIsQuantizedAndRegistered() {
        final var quantized = line("quantize --model ONNX --output OUT --precision int8 --block-size 64"
                + " --register --name small --cache CACHE");
        assertThat(quantized.code()).as(quantized.err()).isZero();
        assertThat(JsonFiles.read(work.resolve("out/ingot.json")).asMap()).containsEntry("precision", "int8")
                .containsEntry("block_size", 64).containsEntry("source", "onnx");
        assertThat(greedyTokens("small", prompt())).asInstanceOf(
                InstanceOfAssertFactories.LIST).hasSize(24);
    }

    @Test
    void algorithmAndMixtureAreChosenOnTheCommandLine() {
        final var plan = line("quantize --model ONNX --output OUT --mixed k_quant_mixed --dry-run");
        assertThat(plan.out()).contains("8 bits: /model/layers.2/mlp/down_proj/MatMul");
        final var done = line("quantize --model ONNX --output OUT --algorithm k_quant --mixed sensitivity:5"
                + " --head-bits 4 --accuracy-level 0");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(JsonFiles.read(work.resolve("out/ingot.json")).asMap())
                .containsEntry("algorithm", "k_quant").containsEntry("accuracy_level", 0)
                .containsEntry("mixture", "sensitivity:5.0").containsKey("bits_by_node");
        assertRefused("quantize --model ONNX --output OUT --accuracy-level 5", "accuracy level");
        assertRefused("quantize --model ONNX --output OUT --mixed half", "k_quant_mixed");
        assertRefused("quantize --model ONNX --output OUT --algorithm hqq --symmetric", "zero points");
        assertRefused("quantize --model ONNX --output OUT --precision fp32 --mixed last", "--mixed");
        assertRefused("quantize --model ONNX --output OUT --mixed last --head-bits 4", "--head-bits 4");
    }

    @Test
    void aPlanWritesNothing() {
        final var plan = line("quantize --model ONNX --output OUT --dry-run");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("Qwen2ForCausalLM", "Nothing was written.");
        assertThat(work.resolve("out")).doesNotExist();
    }

    @Test
    void whatCannotBeQuantizedIsOneLine() throws IOException {
        assertRefused("quantize --model ONNX --output OUT --precision fp32", "int4 or int8");
        assertRefused("quantize --model ONNX.none --output OUT", "nothing");
        assertRefused("quantize --model " + QWEN + " --output OUT", "one graph alone");
        Files.writeString(work.resolve("onnx/model.onnx"), "no graph");
        assertRefused("quantize --model ONNX --output OUT", "model.onnx");
        assertRefused("cache register ONNX --name theirs --cache CACHE", "model.onnx");
    }

    private void assertRefused(final String line, final String says) {
        final var outcome = line(line);
        assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.errors()).singleElement().asString().contains(says);
    }
}
