package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest extends ConfigFileTests {

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
}
