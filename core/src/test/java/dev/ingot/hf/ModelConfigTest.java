package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {

    /** The least that every published file has. */
    private static final String BARE = """
            {"architectures": ["X"], "model_type": "%s", "hidden_size": 4096, "num_hidden_layers": 2,
             "num_attention_heads": 32, "intermediate_size": 100, "vocab_size": 10, "max_position_embeddings": 4096%s}
            """;

    @TempDir
    private Path temporary;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = temporary.resolve("config.json");
    }

    @Test
    void readsAPublishedFile() {
        final ModelConfig config = ModelConfigReader.read(Fixtures.model("llama3").resolve("config.json"));
        assertThat(config.architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(config.modelType()).isEqualTo("llama");
        assertThat(config.hiddenSize()).isEqualTo(64);
        assertThat(config.layers()).isEqualTo(3);
        assertThat(config.heads()).isEqualTo(4);
        assertThat(config.kvHeads()).isEqualTo(2);
        assertThat(config.headSize()).isEqualTo(16);
        assertThat(config.intermediateSize()).isEqualTo(128);
        assertThat(config.vocabSize()).isEqualTo(640);
        assertThat(config.maxPositions()).isEqualTo(512);
        assertThat(config.normEpsilon()).isEqualTo(1e-5);
        assertThat(config.activation()).isEqualTo("silu");
        assertThat(config.tiedEmbeddings()).isTrue();
        assertThat(config.rotary())
                .isEqualTo(new RotaryConfig(500_000, 1, new RotaryScaling.Llama3(8, 1, 4, 64)));
        assertThat(config.bosTokenId()).isEqualTo(OptionalInt.of(631));
        assertThat(config.eosTokenIds()).containsExactly(632, 637, 638);
        assertThat(config.padTokenId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "gemma3"})
    void bothLayoutsMeanTheSame(final String name) {
        final ModelConfig old = ModelConfigReader.read(Fixtures.model(name).resolve("config.json"));
        final ModelConfig today = ModelConfigReader
                .read(Fixtures.model(name + "_v5layout").resolve("config.json"));
        assertThat(today).usingRecursiveComparison().ignoringFields("json").isEqualTo(old);
        assertThat(LayerWindows.of(today)).isEqualTo(LayerWindows.of(old));
        assertThat(LayerRotary.ofSlidingLayers(today)).isEqualTo(LayerRotary.ofSlidingLayers(old));
    }

    @Test
    void readsTheSecondRotaryBaseOfGemma3() {
        final ModelConfig config = ModelConfigReader.read(Fixtures.model("gemma3").resolve("config.json"));
        assertThat(config.rotary().theta()).isEqualTo(1e6);
        assertThat(LayerRotary.ofSlidingLayers(config))
                .contains(new RotaryConfig(1e4, 1, new RotaryScaling.None()));
        assertThat(LayerRotary.ofSlidingLayers(
                ModelConfigReader.read(Fixtures.model("gemma2").resolve("config.json")))).isEmpty();
    }

    /** What transformers takes for nested settings without a base: the older layout's keys, else the class's. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"; 1e6; 1e4",
            "\"rope_local_base_freq\": 7, \"rope_theta\": 9,; 9; 7"})
    void aBaseMayBeMissingInNestedRotarySettings(final @Nullable String keys, final double full,
            final double sliding) throws IOException {
        final ModelConfig config = read("gemma3_text", ", " + (keys == null ? "" : keys)
                + "\"rope_parameters\": {\"sliding_attention\": {\"rope_type\": \"default\"}, "
                + "\"full_attention\": {\"rope_type\": \"linear\", \"factor\": 8}}");
        assertThat(config.rotary()).isEqualTo(new RotaryConfig(full, 1, new RotaryScaling.Linear(8)));
        assertThat(LayerRotary.ofSlidingLayers(config))
                .contains(new RotaryConfig(sliding, 1, new RotaryScaling.None()));
    }

    @ParameterizedTest
    @CsvSource({"llama, 1e-6, 1e4, false, 32, 128, 1, silu", "mistral, 1e-6, 1e4, false, 8, 128, 1, silu",
            "qwen2, 1e-6, 1e4, false, 32, 128, 1, silu", "qwen3, 1e-6, 1e4, false, 32, 128, 1, silu",
            "qwen3_moe, 1e-6, 1e4, false, 4, 128, 1, silu", "phi3, 1e-5, 1e4, false, 32, 128, 1, silu",
            "phi, 1e-5, 1e4, false, 32, 128, 0.5, gelu_new",
            "gemma, 1e-6, 1e4, true, 16, 256, 1, gelu_pytorch_tanh",
            "gemma2, 1e-6, 1e4, true, 4, 256, 1, gelu_pytorch_tanh",
            "gemma3_text, 1e-6, 1e6, true, 4, 256, 1, gelu_pytorch_tanh",
            "smollm3, 1e-6, 2e6, true, 4, 128, 1, silu", "granite, 1e-6, 1e4, false, 32, 128, 1, silu",
            "olmo2, 1e-5, 1e4, false, 32, 128, 1, silu", "ernie4_5, 1e-5, 5e5, true, 2, 128, 1, silu",
            "internlm2, 1e-6, 1e4, false, 32, 128, 1, silu", "olmo, 1e-5, 1e4, false, 32, 128, 1, silu",
            "nemotron, 1e-5, 1e4, false, 32, 128, 0.5, relu2", "gpt_oss, 1e-5, 1.5e5, false, 8, 64, 1, silu"})
    void missingKeysHaveTheDefaultsOfTheirClass(final String type, final double epsilon, final double theta,
            final boolean tied, final int kvHeads, final int headSize, final double partial,
            final String activation)
            throws IOException {
        final ModelConfig config = read(type, "");
        assertThat(config.normEpsilon()).isEqualTo(epsilon);
        assertThat(config.rotary()).isEqualTo(new RotaryConfig(theta, partial, type.equals("gpt_oss")
                ? new RotaryScaling.Yarn(32, 32, 1, false, 0.1 * Math.log(32) + 1, 4096)
                : new RotaryScaling.None()));
        assertThat(config.tiedEmbeddings()).isEqualTo(tied);
        assertThat(config.kvHeads()).isEqualTo(kvHeads);
        assertThat(config.headSize()).isEqualTo(headSize);
        assertThat(config.activation()).isEqualTo(activation);
        assertThat(config.eosTokenIds()).isEmpty();
    }

    @Test
    void nullIsNotTheSameAsAbsent() throws IOException {
        assertThat(read("mistral", ", \"num_key_value_heads\": null").kvHeads()).isEqualTo(32);
        assertThat(read("qwen3", ", \"head_dim\": null, \"hidden_size_\": 1").headSize()).isEqualTo(128);
        assertThat(LayerWindows.of(read("mistral", "")).windows()).containsOnly(OptionalInt.of(4096));
        assertThat(LayerWindows.of(read("mistral", ", \"sliding_window\": null")).any()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "qwen2; \"sliding_window\": 8, \"max_window_layers\": 1, \"use_sliding_window\": false; --",
            "qwen2; \"sliding_window\": 8, \"max_window_layers\": 1, \"use_sliding_window\": true; -8",
            "qwen2; \"sliding_window\": 8, \"use_sliding_window\": true; --",
            "qwen3; \"sliding_window\": 8, \"max_window_layers\": 0, \"use_sliding_window\": true; 88",
            "qwen2; \"sliding_window\": 8, \"use_sliding_window\": true, "
                    + "\"layer_types\": [\"sliding_attention\", \"full_attention\"]; 8-",
            "qwen2; \"sliding_window\": 8, \"layer_types\": [\"sliding_attention\", \"full_attention\"], "
                    + "\"use_sliding_window\": false; --",
            "gemma2; \"sliding_window\": 8; 8-",
            "gemma3_text; \"sliding_window\": 8, \"sliding_window_pattern\": 2; 8-",
            "gemma3_text; \"sliding_window\": 8; 88", "phi3; \"sliding_window\": 8; 88", "phi3; \"a\": 1; --",
            "llama; \"sliding_window\": 8; --", "gpt_oss; \"sliding_window\": 8; 8-",
            "smollm3; \"sliding_window\": 8, \"use_sliding_window\": true, \"no_rope_layers\": [1, 0]; -8"})
    void windowsFollowTheRulesOfTheFamily(final String type, final String keys, final String expected)
            throws IOException {
        final var found = new StringBuilder();
        LayerWindows.of(read(type, ", " + keys)).windows()
                .forEach(window -> found.append(window.isPresent() ? window.getAsInt() : "-"));
        assertThat(found).hasToString(expected);
    }

    @Test
    void layersWithoutRotationAreListedOrPeriodic() throws IOException {
        assertThat(LayerRotary.unrotatedLayers(read("smollm3", ", \"no_rope_layers\": [1, 0]")))
                .containsExactly(1);
        assertThat(LayerRotary.unrotatedLayers(read("smollm3", ", \"no_rope_layer_interval\": 2")))
                .containsExactly(1);
        assertThat(LayerRotary.unrotatedLayers(read("smollm3", ""))).isEmpty();
        for (final String list : List.of("[1]", "[1, 2]", "[1, -1]")) {
            final ModelConfig config = read("smollm3", ", \"no_rope_layers\": " + list);
            assertThatThrownBy(() -> LayerRotary.unrotatedLayers(config))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("no_rope_layers: expected a list of 2, 0 or 1 per layer");
        }
    }

    @Test
    void windowsThatContradictThemselvesAreRefused() throws IOException {
        assertRefusedWindow(", \"layer_types\": [\"sliding_attention\"], \"sliding_window\": 8",
                "layer_types: expected a list of 2, one per layer, found a list of 1");
        assertRefusedWindow(
                ", \"layer_types\": [\"sliding_attention\", \"full_attention\"], \"sliding_window\": null",
                "sliding_window: expected the size of the window that layer_types asks for, found nothing");
        assertRefusedWindow(
                ", \"layer_types\": [\"linear_attention\", \"full_attention\"], \"sliding_window\": 8",
                "layer_types: expected full_attention or sliding_attention, found \"linear_attention\"");
        assertRefusedWindow(", \"sliding_window\": -8",
                "sliding_window: expected an integer from 1 to 2147483647, found -8");
    }

    @Test
    void aWindowInUseNeedsASize() throws IOException {
        final ModelConfig config = read("qwen3", ", \"use_sliding_window\": true, \"sliding_window\": null, "
                + "\"layer_types\": [\"full_attention\", \"sliding_attention\"]");
        assertThatThrownBy(() -> LayerWindows.of(config)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file
                        + ": sliding_window: expected the size of the window that layer_types asks for, found nothing");
    }

    @Test
    void readsEveryKindOfRotaryScaling() throws IOException {
        assertThat(scaling("\"type\": \"linear\", \"factor\": 4")).isEqualTo(new RotaryScaling.Linear(4));
        assertThat(scaling("\"rope_type\": \"dynamic\", \"factor\": 2"))
                .isEqualTo(new RotaryScaling.Dynamic(2));
        assertThat(scaling("\"rope_type\": \"default\"")).isEqualTo(new RotaryScaling.None());
        assertThat(
                scaling("\"rope_type\": \"yarn\", \"factor\": 4, \"original_max_position_embeddings\": 1024, "
                        + "\"type\": \"yarn\""))
                .isEqualTo(new RotaryScaling.Yarn(4, 32, 1, true, 0.1 * Math.log(4) + 1, 1024));
        assertThat(scaling(
                "\"rope_type\": \"yarn\", \"factor\": 4, \"attention_factor\": 2, \"truncate\": false, "
                        + "\"beta_fast\": 8, \"beta_slow\": 2"))
                .isEqualTo(new RotaryScaling.Yarn(4, 8, 2, false, 2, 4096));
        final var mscale = (RotaryScaling.Yarn) scaling(
                "\"rope_type\": \"yarn\", \"factor\": 40, \"mscale\": 0.5, "
                        + "\"mscale_all_dim\": 1");
        assertThat(mscale.attentionFactor()).isCloseTo(
                (0.05 * Math.log(40) + 1) / (0.1 * Math.log(40) + 1), within(1e-12));
    }

    @Test
    void readsLongRope() {
        final ModelConfig config = ModelConfigReader
                .read(Fixtures.model("phi4mini_longrope").resolve("config.json"));
        assertThat(config.rotary().partialFactor()).isEqualTo(0.75);
        assertThat(config.rotary().scaling()).isInstanceOfSatisfying(RotaryScaling.LongRope.class, rope -> {
            assertThat(rope.originalContext()).isEqualTo(96);
            assertThat(rope.shortFactors()).hasSize(12).startsWith(1.0, 1.0138);
            assertThat(rope.longFactors()).hasSize(12).endsWith(7.8305, 7.4671);
            assertThat(rope.attentionFactor()).isCloseTo(Math.sqrt(1 + Math.log(4) / Math.log(96)),
                    within(1e-12));
        });
    }

    @Test
    void phi3HasAnOriginalContextEvenIfNoKeySaysSo() throws IOException {
        final String factors = IntStream.range(0, 64).mapToObj(j -> "1.5").collect(Collectors.joining(", "));
        final var config = read("phi3", ", \"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": ["
                + factors + "], \"long_factor\": [" + factors + "]}");
        assertThat(config.rotary().scaling()).isInstanceOfSatisfying(RotaryScaling.LongRope.class,
                rope -> assertThat(rope.originalContext()).isEqualTo(4096));
    }

    @Test
    void partialFactorMayStandInsideTheSettings() throws IOException {
        final ModelConfig config = read("phi3", ", \"rope_parameters\": {\"rope_type\": \"default\", "
                + "\"rope_theta\": 7, \"partial_rotary_factor\": 0.25}, \"rope_theta\": 5");
        assertThat(config.rotary()).isEqualTo(new RotaryConfig(7, 0.25, new RotaryScaling.None()));
    }

    /** Their classes pass over it or fail, depending on the version. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3", "gemma2", "smollm3"})
    void aPartialFactorIsRefusedWhereWholeHeadsAreRotated(final String type) throws IOException {
        assertThat(read(type, ", \"partial_rotary_factor\": 1.0").rotary().partialFactor()).isEqualTo(1);
        assertRefused(type, ", \"partial_rotary_factor\": 0.5", UnsupportedModelException.class,
                "partial_rotary_factor: expected 1, since " + type + " rotates whole heads, found 0.5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"rope_type\": \"mrope\"; rope_type: expected one of default, linear, dynamic, llama3, yarn, longrope, su, "
                    + "found \"mrope\"",
            "\"type\": \"ntk\"; type: expected one of default, linear, dynamic, llama3, yarn, longrope, su, found \"ntk\"",
            "\"type\": \"linear\", \"factor\": 2, \"beta_fast\": 3; beta_fast: expected only the keys factor, "
                    + "partial_rotary_factor, rope_theta, rope_type, type in rotary settings of this type, found beta_fast"})
    void refusesUnknownRotarySettingsByName(final String settings, final String message) throws IOException {
        assertRefused("llama", ", \"rope_scaling\": {" + settings + "}", UnsupportedModelException.class,
                "rope_scaling." + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"factor\": 2; rope_type: expected one of default, linear, dynamic, llama3, yarn, longrope, su, found nothing",
            "\"type\": \"linear\"; factor: expected a finite number above 0, found nothing",
            "\"type\": \"linear\", \"factor\": 0.5; factor: expected a number >= 1, found 0.5",
            "\"type\": \"linear\", \"factor\": \"2\"; factor: expected a number, found \"2\"",
            "\"type\": \"linear\", \"rope_type\": \"yarn\"; "
                    + "type: expected the same as rope_type (\"yarn\"), found \"linear\"",
            "\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 4, \"high_freq_factor\": 1; "
                    + "high_freq_factor: expected a number above low_freq_factor (4.0), found 1.0",
            "\"rope_type\": \"longrope\", \"original_max_position_embeddings\": 64, \"short_factor\": [1], "
                    + "\"long_factor\": [1]; short_factor: expected a list of 64 finite numbers above 0, found a list of 1"})
    void refusesMalformedRotarySettings(final String settings, final String message) throws IOException {
        assertRefused("llama", ", \"rope_scaling\": {" + settings + "}", ModelFormatException.class,
                "rope_scaling." + message);
    }

    @Test
    void gptOssStretchesItsContextUnlessTheFileSaysOtherwise() throws IOException {
        final var standard = read("gpt_oss", "").rotary();
        assertThat(read("gpt_oss", ", \"rope_scaling\": null").rotary()).isEqualTo(standard);
        assertThat(read("gpt_oss",
                ", \"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 32, \"beta_fast\": 32, "
                        + "\"beta_slow\": 1, \"truncate\": false, \"original_max_position_embeddings\": 4096}")
                .rotary())
                .isEqualTo(standard);
        assertThat(read("gpt_oss", ", \"rope_parameters\": {\"rope_type\": \"default\"}").rotary().scaling())
                .isEqualTo(new RotaryScaling.None());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"hidden_size\": 4096; \"hidden_size\": 0; hidden_size: expected an integer from 1 to 4194304, found 0",
            "\"hidden_size\": 4096; \"hidden_size\": 9999999999; "
                    + "hidden_size: expected an integer of at most 31 bits, found 9999999999",
            "\"hidden_size\": 4096; \"hidden_size\": 4095; "
                    + "hidden_size: expected a multiple of num_attention_heads (32), found 4095",
            "\"hidden_size\": 4096; \"a\": 1; hidden_size: expected an integer from 1 to 4194304, found nothing",
            "\"vocab_size\": 10; \"vocab_size\": \"10\"; "
                    + "vocab_size: expected an integer of at most 31 bits, found \"10\"",
            "\"vocab_size\": 10; \"vocab_size\": 0; vocab_size: expected an integer from 1 to 67108864, found 0",
            "\"num_hidden_layers\": 2; \"num_hidden_layers\": 100000; "
                    + "num_hidden_layers: expected an integer from 1 to 10000, found 100000",
            "\"num_hidden_layers\": 2; \"num_hidden_layers\": 2, \"num_key_value_heads\": 5; "
                    + "num_key_value_heads: expected a divisor of num_attention_heads (32), found 5",
            "\"vocab_size\": 10; \"vocab_size\": 10, \"rms_norm_eps\": 0; "
                    + "rms_norm_eps: expected a finite number above 0, found 0.0",
            "\"vocab_size\": 10; \"vocab_size\": 10, \"rope_theta\": -1; "
                    + "rope_theta: expected a finite number above 0, found -1.0",
            "\"vocab_size\": 10; \"vocab_size\": 10, \"head_dim\": 127; "
                    + "partial_rotary_factor: expected a share of the head size 127 that gives an even number, found 1.0",
            "\"vocab_size\": 10; \"vocab_size\": 10, \"eos_token_id\": [1, -2]; "
                    + "eos_token_id: expected token ids >= 0, found -2",
            "\"vocab_size\": 10; \"vocab_size\": 10, \"tie_word_embeddings\": 1; "
                    + "tie_word_embeddings: expected true or false, found 1",
            "\"architectures\": [\"X\"]; \"architectures\": []; "
                    + "architectures: expected a list with the name of the model class, found a list of 0",
            "\"architectures\": [\"X\"]; \"a\": 1; "
                    + "architectures: expected a list with the name of the model class, found nothing",
            "\"model_type\": \"llama\"; \"a\": 1; model_type: expected the name of a model family, found nothing"})
    void refusesValuesOutOfRange(final String target, final String replacement, final String message)
            throws IOException {
        Files.writeString(file, String.format(BARE, "llama", "").replace(target, replacement));
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void refusesOtherFamiliesAndKinds() throws IOException {
        assertRefused("mamba", "", UnsupportedModelException.class,
                "model_type: expected one of ernie4_5, gemma, gemma2, "
                        + "gemma3_text, gpt_oss, granite, internlm2, llama, mistral, nemotron, olmo, olmo2, phi, phi3, qwen2, qwen3, "
                        + "qwen3_moe, smollm3, found \"mamba\"");
        Files.writeString(file, "{\"text_config\": {}}");
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file
                        + ": text_config.model_type: expected the name of a model family, found nothing");
    }

    @ParameterizedTest
    @CsvSource({"LlamaForCausalLM, llama", "MistralForCausalLM, mistral", "Qwen2ForCausalLM, qwen2",
            "Qwen3ForCausalLM, qwen3", "SmolLM3ForCausalLM, smollm3", "GraniteForCausalLM, granite",
            "Olmo2ForCausalLM, olmo2", "OlmoForCausalLM, olmo", "NemotronForCausalLM, nemotron",
            "Ernie4_5ForCausalLM, ernie4_5", "InternLM2ForCausalLM, internlm2", "GemmaForCausalLM, gemma",
            "Gemma2ForCausalLM, gemma2", "Gemma3ForCausalLM, gemma3_text",
            "Gemma3ForConditionalGeneration, gemma3_text", "PhiForCausalLM, phi", "Phi3ForCausalLM, phi3",
            "Qwen3MoeForCausalLM, qwen3_moe", "GptOssForCausalLM, gpt_oss"})
    void aClassHasOneType(final String architecture, final String type) throws IOException {
        Files.writeString(file, String.format(BARE, type, "").replace("\"X\"", '"' + architecture + '"'));
        assertThat(ModelConfigReader.read(file).architecture()).isEqualTo(architecture);
        final String other = type.equals("llama") ? "mistral" : "llama";
        Files.writeString(file, String.format(BARE, other, "").replace("\"X\"", '"' + architecture + '"'));
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": model_type: expected \"" + type + "\", the type of " + architecture
                        + " in architectures, found \"" + other + "\"");
    }

    @Test
    void theTypeOfAWholeModelIsThatOfItsClass() throws IOException {
        final String text = String.format(BARE, "gemma3_text", "").replace("\"architectures\": [\"X\"], ",
                "");
        final String whole = "{\"architectures\": [\"Gemma3ForConditionalGeneration\"], \"model_type\": \"%s\", "
                + "\"text_config\": " + text + "}";
        Files.writeString(file, String.format(whole, "gemma3"));
        assertThat(ModelConfigReader.read(file).modelType()).isEqualTo("gemma3_text");
        Files.writeString(file, String.format(whole, "llava"));
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": model_type: expected \"gemma3\", the type of "
                        + "Gemma3ForConditionalGeneration in architectures, found \"llava\"");
    }

    /** Its class has the number in its code. */
    @Test
    void theEpsilonOfOlmoIsAConstant() throws IOException {
        assertThat(read("olmo", ", \"layer_norm_eps\": 1e-3, \"rms_norm_eps\": 1e-2").normEpsilon())
                .isEqualTo(1e-5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"olmo | layer_norm_eps | 1e-5 | true",
            "phi | layer_norm_eps | 1e-5 | false",
            "llama | num_experts | 8 | true", "qwen3_moe | num_experts | 8 | false",
            "llama | clip_qkv | 2 | true", "gemma2 | attention_bias | true | false",
            "gemma3_text | attention_bias | true | false",
            "llama | qk_layernorm | false | false", "llama | qk_layernorm | true | true",
            "llama | clip_qkv | null | false", "llama | strange | 1 | true",
            "llama | torch_dtype | \"x\" | false"})
    void keysOfOtherFamiliesHaveNoEffect(final String type, final String key, final String value,
            final boolean idle) throws IOException {
        final var family = FamilyDefaults.of(read(type, ", \"" + key + "\": " + value).json());
        assertThat(KnownConfigKeys.withoutEffect(BoundedJson.read(file), family))
                .isEqualTo(idle ? Set.of(key) : Set.of());
    }

    @Test
    void theTypeOfATextModelIsThatOfTheWholeModelsClass() throws IOException {
        final String text = String.format(BARE, "llama", "").replace("\"architectures\": [\"X\"], ", "");
        Files.writeString(file, "{\"architectures\": [\"Gemma3ForConditionalGeneration\"], "
                + "\"model_type\": \"gemma3\", \"text_config\": " + text + "}");
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("text_config.model_type", "gemma3_text",
                        "Gemma3ForConditionalGeneration", "llama");
    }

    @Test
    void readsTheTextModelOfAMultimodalOneWithTheDefaultsOfItsClass() throws IOException {
        Files.writeString(file,
                """
                        {"architectures": ["Gemma3ForConditionalGeneration"], "eos_token_id": [1, 106], "model_type": "gemma3",
                         "text_config": {"hidden_size": 2560, "intermediate_size": 10240, "model_type": "gemma3_text",
                           "num_hidden_layers": 34, "rope_scaling": {"factor": 8.0, "rope_type": "linear"},
                           "sliding_window": 1024},
                         "vision_config": {"hidden_size": 1152}}
                        """);
        final ModelConfig config = ModelConfigReader.read(file);
        assertThat(config.architecture()).isEqualTo("Gemma3ForConditionalGeneration");
        assertThat(config.modelType()).isEqualTo("gemma3_text");
        assertThat(List.of(config.hiddenSize(), config.heads(), config.kvHeads(), config.headSize(),
                config.vocabSize(), config.maxPositions()))
                .containsExactly(2560, 8, 4, 256, 262_208, 131_072);
        assertThat(config.eosTokenIds()).containsExactly(1, 106);
        assertThat(config.tiedEmbeddings()).isTrue();
        assertThat(config.rotary()).isEqualTo(new RotaryConfig(1e6, 1, new RotaryScaling.Linear(8)));
        assertThat(LayerRotary.ofSlidingLayers(config))
                .contains(new RotaryConfig(1e4, 1, new RotaryScaling.None()));
    }

    @Test
    void refusesWhatIsNotJson() throws IOException {
        Files.writeString(file, "{\"a\": 1, \"a\": 2}");
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file + " (byte ")
                .hasMessageContaining("expected valid JSON, found Duplicate");
        Files.writeString(file, "{\"a\": [");
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("expected close marker for Array at line 1, column ");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> ModelConfigReader.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": expected a JSON object, found a list of 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "\"temperature\": -1; temperature: expected a finite number >= 0, found -1.0",
            "\"top_p\": 1.5; top_p: expected a number from 0 to 1, found 1.5",
            "\"top_k\": -1; top_k: expected an integer >= 0, found -1",
            "\"repetition_penalty\": 0; repetition_penalty: expected a finite number above 0, found 0.0",
            "\"do_sample\": \"yes\"; do_sample: expected true or false, found \"yes\""})
    void refusesGenerationSettingsOutOfRange(final String text, final String message) throws IOException {
        Files.writeString(file, "{" + text + "}");
        assertThatThrownBy(() -> GenerationConfig.read(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + ": " + message);
    }

    private RotaryScaling scaling(final String settings) throws IOException {
        return read("llama", ", \"rope_scaling\": {" + settings + "}").rotary().scaling();
    }

    private ModelConfig read(final String type, final String more) throws IOException {
        Files.writeString(file, String.format(BARE, type, more));
        return ModelConfigReader.read(file);
    }

    private void assertRefused(final String type, final String more,
            final Class<? extends IngotException> kind,
            final String message) throws IOException {
        assertThatThrownBy(() -> read(type, more)).isInstanceOf(kind).hasMessage(file + ": " + message);
        assertThat(Files.exists(file)).isTrue();
    }

    private void assertRefusedWindow(final String more, final String message) throws IOException {
        final ModelConfig config = read("mistral", more);
        assertThatThrownBy(() -> LayerWindows.of(config)).isInstanceOf(IngotException.class)
                .hasMessage(file + ": " + message);
    }
}
