package dev.ingot.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.gguf.GgufFixture.Storage;
import dev.ingot.json.JsonFiles;
import dev.ingot.json.JsonObject;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model gives the same from GGUF as from the directory that the file was made of. */
class GgufModelTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @TempDir
    private Path work;

    private Path gguf(final String fixture, final Storage storage) throws IOException {
        final Path directory = Files.createDirectories(work.resolve("gguf"));
        final Path file = directory.resolve(fixture + ".gguf");
        GgufFixture.write(FIXTURES.resolve(fixture), file, storage);
        return file;
    }

    private static Path convert(final Path source, final Path target) {
        return Pipeline.from(source).toOnnx(target).directory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "qwen2", "qwen3", "granite", "olmo2", "phi3", "phi3_longrope",
            "phi4mini_longrope"})
    void floatsGiveTheSameGraphAndWeights(final String fixture) throws IOException {
        final Path alone = convert(gguf(fixture, Storage.F32), work.resolve("alone"));
        final Path original = convert(FIXTURES.resolve(fixture), work.resolve("original"));
        assertThat(alone.resolve("model.onnx.data"))
                .hasSameBinaryContentAs(original.resolve("model.onnx.data"));
        assertThat(nodes(alone)).isEqualTo(nodes(original));
        final var settings = JsonFiles.read(alone.resolve("genai_config.json")).object("model").orElseThrow();
        final var expected = JsonFiles.read(original.resolve("genai_config.json")).object("model")
                .orElseThrow();
        assertThat(settings.raw("decoder")).isEqualTo(expected.raw("decoder"));
        assertThat(settings.raw("bos_token_id")).isEqualTo(expected.raw("bos_token_id"));
        assertThat(settings.integers("eos_token_id")).isNotEmpty();
    }

    private static List<Node> nodes(final Path model) {
        return OnnxFiles.read(model.resolve("model.onnx")).graph().nodes();
    }

    /** Those of Gemma, Mistral and SmolLM 3 have settings that llama.cpp assumes otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "gemma2", "gemma3", "mistral", "smollm3"})
    void whatLiesBesideIsTaken(final String fixture) throws IOException {
        final Path file = gguf(fixture, Storage.F32);
        for (final String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json",
                "generation_config.json")) {
            Files.copy(FIXTURES.resolve(fixture).resolve(name), file.resolveSibling(name));
        }
        final Path beside = convert(file.resolveSibling(""), work.resolve("beside"));
        final Path original = convert(FIXTURES.resolve(fixture), work.resolve("original"));
        assertThat(nodes(beside)).isEqualTo(nodes(original));
        for (final String name : List.of("model.onnx.data", "genai_config.json", "tokenizer.json")) {
            assertThat(beside.resolve(name)).hasSameBinaryContentAs(original.resolve(name));
        }
    }

    @Test
    void quantizedBlocksAreCarriedOver() throws IOException {
        final Path model = Pipeline.from(gguf("llama", Storage.Q8_0)).quantize(Precision.INT4)
                .toOnnx(work.resolve("out")).directory();
        assertThat(nodes(model)).filteredOn(node -> node.type().equals("MatMulNBits")).hasSize(1 + 5 * 3)
                .allMatch(node -> node.name().endsWith("_Q8"));
        final Path halves = Pipeline.from(gguf("llama", Storage.F16)).quantize(Precision.INT4)
                .toOnnx(work.resolve("halves")).directory();
        assertThat(nodes(halves)).filteredOn(node -> node.name().endsWith("_Q4")).hasSize(5 * 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "qwen2", "granite", "smollm3"})
    void byteLevelTokenizersAreRebuilt(final String fixture) throws IOException {
        try (var model = GgufModel.open(gguf(fixture, Storage.F16))) {
            final var found = rebuilt(model.tokenizer());
            final var expected = JsonFiles.read(FIXTURES.resolve(fixture).resolve("tokenizer.json"));
            final var parts = found.object("model").orElseThrow();
            final var original = expected.object("model").orElseThrow();
            assertThat(found.raw("added_tokens")).isEqualTo(expected.raw("added_tokens"));
            assertThat(found.raw("normalizer")).isEqualTo(expected.raw("normalizer"));
            assertThat(split(found)).isEqualTo(split(expected));
            assertThat(joined(parts)).isEqualTo(original.strings("merges").orElseThrow());
            assertThat(parts.raw("ignore_merges")).isEqualTo(original.raw("ignore_merges"));
            assertThat(parts.object("vocab").orElseThrow().asMap())
                    .containsAllEntriesOf(original.object("vocab").orElseThrow().asMap());
        }
    }

    private JsonObject rebuilt(final Map<String, Object> json) throws IOException {
        return JsonFiles.read(Files.writeString(work.resolve("rebuilt.json"), JsonFiles.compact(json)));
    }

    private static Object split(final JsonObject tokenizer) {
        final var steps = (List<?>) Objects
                .requireNonNull(tokenizer.object("pre_tokenizer").orElseThrow().raw("pretokenizers"));
        return new TreeMap<>((Map<?, ?>) steps.getFirst());
    }

    private static List<String> joined(final JsonObject model) {
        return ((List<?>) Objects.requireNonNull(model.raw("merges"))).stream()
                .map(pair -> ((List<?>) pair).get(0) + " " + ((List<?>) pair).get(1)).toList();
    }

    @Test
    void sentencePieceMergesFollowFromScores() throws IOException {
        try (var model = GgufModel.open(gguf("llama", Storage.F16))) {
            final var found = rebuilt(model.tokenizer()).object("model").orElseThrow();
            final var expected = JsonFiles.read(FIXTURES.resolve("llama").resolve("tokenizer.json"))
                    .object("model").orElseThrow();
            assertThat(found.raw("vocab")).isEqualTo(expected.raw("vocab"));
            assertThat(joined(found)).containsAll(expected.strings("merges").orElseThrow());
            assertThat(found.raw("unk_token")).isEqualTo(expected.raw("unk_token"));
        }
    }

    @Test
    void tokensOfPhi3TakeTheBlanksBehindThem() throws IOException {
        final Path file = work.resolve("x.gguf");
        Files.write(file,
                new GgufBytes().key("general.architecture", "phi3").key("general.name", "Phi-3 Mini")
                        .key("tokenizer.ggml.model", "llama")
                        .key("tokenizer.ggml.tokens", List.of("<unk>", "a", "<|user|>"))
                        .key("tokenizer.ggml.token_type", List.of(2, 1, 3))
                        .key("tokenizer.ggml.scores", List.of(0f, -1f, 0f)).build());
        try (var model = GgufModel.open(file)) {
            assertThat((List<?>) Objects.requireNonNull(rebuilt(model.tokenizer()).raw("added_tokens")))
                    .map(token -> ((Map<?, ?>) token).get("content") + " "
                            + ((Map<?, ?>) token).get("rstrip"))
                    .containsExactly("<unk> false", "<|user|> true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attention.value_length", "attention.sliding_window", "attention.clamp_kqv",
            "expert_count"})
    void refusesWhatChangesTheModel(final String key) throws IOException {
        final Path file = work.resolve("x.gguf");
        Files.write(file, smallLlama().key("llama." + key, 2).build());
        try (var model = GgufModel.open(file)) {
            assertThatThrownBy(model::config).isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("llama." + key + ": expected ")
                    .hasMessageEndingWith("put the model's config.json beside the file");
        }
    }

    @Test
    void saysWhichFileToPutBeside() throws IOException {
        final Path file = work.resolve("x.gguf");
        Files.write(file,
                new GgufBytes().key("general.architecture", "llama").key("tokenizer.ggml.model", "bert")
                        .build());
        try (var model = GgufModel.open(file)) {
            assertThatThrownBy(model::tokenizer).isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("found bert; put the model's tokenizer.json beside the file");
            assertThatThrownBy(model::config).isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("llama.embedding_length");
        }
        Files.write(file,
                new GgufBytes().key("general.architecture", "llama").key("tokenizer.ggml.model", "gpt2")
                        .key("tokenizer.ggml.tokens", List.of("a")).key("tokenizer.ggml.pre", "mystery")
                        .build());
        try (var model = GgufModel.open(file)) {
            assertThatThrownBy(model::tokenizer).isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("found mystery; put the model's tokenizer.json beside the file");
        }
    }

    private static GgufBytes smallLlama() {
        return new GgufBytes().key("general.architecture", "llama").key("llama.context_length", 64)
                .key("llama.embedding_length", 32).key("llama.block_count", 1)
                .key("llama.feed_forward_length", 64).key("llama.attention.head_count", 2)
                .key("llama.attention.layer_norm_rms_epsilon", 1e-5f).key("tokenizer.ggml.eos_token_id", 1)
                .tensor("token_embd.weight", 0, new byte[32 * 2 * Float.BYTES], 32, 2);
    }

    @Test
    void aFactorWithoutTypeStretchesAllAngles() throws IOException {
        final Path file = work.resolve("x.gguf");
        Files.write(file, smallLlama().key("llama.rope.scaling.factor", 4f).build());
        try (var model = GgufModel.open(file)) {
            assertThat(model.config().get("rope_scaling"))
                    .isEqualTo(Map.of("rope_type", "linear", "factor", 4.0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama.rope.scale_linear", "llama.rope.scaling.attn_factor",
            "llama.rope.scaling.yarn_beta_fast"})
    void refusesScalingThatItDoesNotRead(final String key) throws IOException {
        final Path file = work.resolve("x.gguf");
        Files.write(file, smallLlama().key(key, 2f).build());
        try (var model = GgufModel.open(file)) {
            assertThatThrownBy(model::config).isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining(key + ": expected no such key");
        }
    }

    @Test
    void refusesOtherArchitecturesAndParts() throws IOException {
        final Path file = work.resolve("x.gguf");
        Files.write(file, new GgufBytes().key("general.architecture", "mamba").build());
        assertThatThrownBy(() -> GgufModel.open(file)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("general.architecture").hasMessageEndingWith("found mamba");
        Files.write(file, new GgufBytes().key("general.architecture", "llama").key("split.count", 3).build());
        assertThatThrownBy(() -> GgufModel.open(file)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("llama-gguf-split --merge");
    }

    @Test
    void severalFilesInADirectoryAreAQuestion() throws IOException {
        gguf("qwen2", Storage.F16);
        final Path directory = gguf("llama", Storage.F16).resolveSibling("");
        assertThatThrownBy(() -> convert(directory, work.resolve("out")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("llama.gguf, qwen2.gguf");
    }
}
