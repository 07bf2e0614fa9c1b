package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HfModelTest {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "gemma3_v5layout", "granite", "llama", "llama3",
            "llama_v5layout",
            "mistral", "olmo2", "phi3", "phi3_longrope", "phi4mini_longrope", "qwen2", "qwen2_v5layout",
            "qwen3",
            "smollm3"})
    void opensEveryFamily(final String name) {
        try (var model = HfModel.open(Fixtures.model(name))) {
            final ModelConfig config = model.config();
            final int rows = model.weights().rows("model.embed_tokens.weight");
            assertThat(rows).isEqualTo(config.vocabSize());
            assertThat(
                    model.weights().matrix("model.embed_tokens.weight", rows, config.hiddenSize()).columns())
                    .isEqualTo(64);
            assertThat(model.weights().vector("model.norm.weight", 64)).hasSize(64);
            assertThat(model.weightBytes()).isGreaterThan(200_000);
            assertThat(LayerWindows.of(config).windows()).hasSize(config.layers());
        }
    }

    @Test
    void readsTensorsOfAllShards() {
        try (var model = HfModel.open(Fixtures.model("qwen3"))) {
            assertThat(model.weights().names()).hasSize(36).contains("lm_head.weight", "model.norm.weight",
                    "model.layers.2.self_attn.q_norm.weight");
            assertThat(model.weights().matrix("lm_head.weight", 640, 64).rows()).isEqualTo(640);
        }
    }

    @Test
    void readsRowsInPlace() throws IOException {
        final Path directory = Fixtures.model("qwen2");
        final byte[] file = Files.readAllBytes(directory.resolve("model.safetensors"));
        try (var model = HfModel.open(directory); var arena = Arena.ofConfined()) {
            final var rows = model.weights().matrix("model.embed_tokens.weight", 640, 64).rows(3, 2, arena);
            final byte[] expected = new byte[2 * 64 * 2];
            System.arraycopy(file, 8 + 3904 + 3 * 128, expected, 0, expected.length);
            assertThat(rows.data().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
        }
    }

    @Test
    void listsSideFilesThatExist() {
        try (var model = HfModel.open(Fixtures.model("qwen3"))) {
            assertThat(model.sideFiles()).extracting(file -> file.getFileName().toString()).containsExactly(
                    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
                    "chat_template.jinja");
        }
    }

    @Test
    void readsGenerationSettings() {
        try (var model = HfModel.open(Fixtures.model("qwen2"))) {
            final GenerationConfig generation = model.generation();
            assertThat(generation.eosTokenIds()).containsExactly(595, 593);
            assertThat(generation.padTokenId()).isEqualTo(OptionalInt.of(593));
            assertThat(generation.doSample()).contains(true);
            assertThat(generation.repetitionPenalty()).hasValue(1.1);
            assertThat(generation.temperature()).hasValue(0.7);
            assertThat(generation.topK()).hasValue(20);
            assertThat(generation.topP()).hasValue(0.8);
            assertThat(generation.minP()).isEmpty();
        }
    }

    @Test
    void needsNoGenerationSettings() throws IOException {
        final Path directory = Fixtures.copy("qwen2", temporary.resolve("model"));
        Files.delete(directory.resolve("generation_config.json"));
        try (var model = HfModel.open(directory)) {
            assertThat(model.generation().eosTokenIds()).isEmpty();
            assertThat(model.generation().doSample()).isEmpty();
        }
    }

    @Test
    void hashChangesWithConfigurationAndHeadersOnly() throws IOException {
        final Path directory = Fixtures.copy("qwen2", temporary.resolve("model"));
        final String before = hash(directory);
        assertThat(before).matches("[0-9a-f]{64}").isEqualTo(hash(Fixtures.model("qwen2")));
        final Path weights = directory.resolve("model.safetensors");
        final byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThat(hash(directory)).isEqualTo(before);
        Fixtures.replace(directory.resolve("config.json"), "\"max_window_layers\": 21",
                "\"max_window_layers\": 20");
        assertThat(hash(directory)).isNotEqualTo(before);
    }

    private static String hash(final Path directory) {
        try (var model = HfModel.open(directory)) {
            return model.sourceHash();
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        final Path directory = temporary.resolve("model");
        assertFormat(directory, directory
                + ": expected a directory with config.json, *.safetensors and tokenizer.json, found nothing");
        Files.createDirectories(directory);
        assertFormat(directory, directory + ": config.json: expected a file, found nothing");
        Files.copy(Fixtures.model("qwen2").resolve("config.json"), directory.resolve("config.json"));
        assertFormat(directory,
                directory + ": tokenizer.json: expected a file; AutoTokenizer.from_pretrained("
                        + "directory, use_fast=True).save_pretrained(directory), of the Python package"
                        + " transformers, makes it, found nothing");
        Files.copy(Fixtures.model("qwen2").resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
        assertFormat(directory, directory
                + ": expected model.safetensors or model.safetensors.index.json, found neither");
        Files.writeString(directory.resolve("pytorch_model.bin"), "");
        assertFormat(directory,
                directory + ": expected model.safetensors or model.safetensors.index.json, found "
                        + "pytorch_model.bin; convert it with save_pretrained(..., safe_serialization=True)");
    }

    private static void assertFormat(final Path directory, final String message) {
        assertThatThrownBy(() -> HfModel.open(directory)).isInstanceOf(ModelFormatException.class)
                .hasMessage(message);
    }
}
