package dev.ingot.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenaiConfigTest {

    private static final SearchDefaults SEARCH = new SearchDefaults(true, 4096, 0.7, 20, 0.8, 1.05, 0, 0);

    /** The reference builder's text, with a final line break. */
    private static final String LAYOUT = """
            {
                "model": {
                    "bos_token_id": 151643,
                    "context_length": 32768,
                    "decoder": {
                        "session_options": {
                            "log_id": "onnxruntime-genai",
                            "provider_options": []
                        },
                        "filename": "model.onnx",
                        "head_size": 64,
                        "hidden_size": 896,
                        "inputs": {
                            "input_ids": "input_ids",
                            "attention_mask": "attention_mask",
                            "past_key_names": "past_key_values.%d.key",
                            "past_value_names": "past_key_values.%d.value"
                        },
                        "outputs": {
                            "logits": "logits",
                            "present_key_names": "present.%d.key",
                            "present_value_names": "present.%d.value"
                        },
                        "num_attention_heads": 14,
                        "num_hidden_layers": 24,
                        "num_key_value_heads": 2
                    },
                    "eos_token_id": [
                        151645,
                        151643
                    ],
                    "pad_token_id": 151643,
                    "type": "qwen2",
                    "vocab_size": 151936
                },
                "search": {
                    "diversity_penalty": 0.0,
                    "do_sample": true,
                    "early_stopping": true,
                    "length_penalty": 1.0,
                    "max_length": 4096,
                    "min_length": 0,
                    "no_repeat_ngram_size": 0,
                    "num_beams": 1,
                    "num_return_sequences": 1,
                    "past_present_share_buffer": true,
                    "repetition_penalty": 1.05,
                    "temperature": 0.7,
                    "top_k": 20,
                    "top_p": 0.8
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theFileHasTheReferenceLayout() throws IOException {
        final var file = directory.resolve(GenaiConfig.FILE_NAME);
        qwen(List.of(151645, 151643), SEARCH).write(file);
        assertThat(Files.readString(file)).isEqualTo(LAYOUT);
    }

    @Test
    void readingGivesBackWhatWasWritten() {
        final var config = qwen(List.of(151645, 151643), SEARCH);
        assertThat(read(config.toJson())).isEqualTo(config);
    }

    @Test
    void aSingleEndTokenIsANumber() {
        final var config = qwen(List.of(151645), SEARCH);
        assertThat(config.toJson()).contains("\"eos_token_id\": 151645,");
        assertThat(read(config.toJson())).isEqualTo(config);
    }

    @Test
    void positionIdsStandBehindTheMask() {
        final var names = new DecoderNames("a", "b", Optional.of("c"), "k%d", "v%d", "l", "pk.%d", "pv.%d");
        final var config = new GenaiConfig("phi", 8, 9, 1, List.of(2), 0,
                new GenaiDecoder("m.onnx", 1, 1, 1, 1, 1, names),
                new SearchDefaults(false, 8, 1, 1, 1, 1, 0, 0));
        assertThat(config.toJson()).containsSubsequence("\"attention_mask\"", "\"position_ids\": \"c\"",
                "\"past_key_names\"");
        assertThat(read(config.toJson())).isEqualTo(config);
    }

    @Test
    void namesOfLayersFollowTheTemplates() {
        assertThat(DecoderNames.DEFAULT.pastKey(0)).isEqualTo("past_key_values.0.key");
        assertThat(DecoderNames.DEFAULT.pastValue(23)).isEqualTo("past_key_values.23.value");
        assertThat(DecoderNames.DEFAULT.presentKey(7)).isEqualTo("present.7.key");
        assertThat(DecoderNames.DEFAULT.presentValue(7)).isEqualTo("present.7.value");
    }

    @Test
    void keysOfOtherReleasesArePassedOver() {
        final var text = LAYOUT
                .replace("\"provider_options\": []",
                        "\"provider_options\": [{\"cuda\": {}}], \"mode\": \"x\"")
                .replace("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 2, \"sliding_window\": "
                        + "{\"window_size\": 512, \"slide_key_value_cache\": false, \"layers\": [0, 2]}")
                .replace("\"type\":", "\"prompt_templates\": {\"user\": \"{Content}\"}, \"type\":")
                .replace("\"top_p\": 0.8", "\"top_p\": 0.8, \"random_seed\": 5}, \"engine\": {\"batch\": 1");
        assertThat(read(text)).isEqualTo(qwen(List.of(151645, 151643), SEARCH));
    }

    @Test
    void absentKeysMeanWhatTheyMeanToTheRuntime() {
        final var config = read(
                """
                        {"model": {"type": "llama", "context_length": 100, "vocab_size": 9, "pad_token_id": 3, "decoder":
                        {"filename": "model.onnx", "head_size": 4, "hidden_size": 8, "num_attention_heads": 2,
                        "num_hidden_layers": 1, "num_key_value_heads": 1}}, "search": {"top_p": 0.0}}""");
        assertThat(config.eosTokenIds()).containsExactly(3);
        assertThat(config.decoder().names()).isEqualTo(DecoderNames.DEFAULT);
        assertThat(config.search()).isEqualTo(new SearchDefaults(false, 100, 1, 50, 1, 1, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "context_length": 32768   | "context_length": "32768"  | model.context_length
            "context_length": 32768   | "context_length": 0        | model.context_length
            "context_length": 32768   | "x": 1                     | model.context_length
            "head_size": 64           | "head_size": 64.5          | model.decoder.head_size
            "vocab_size": 151936      | "vocab_size": null         | model.vocab_size
            "filename": "model.onnx"  | "filename": "../m.onnx"    | model.decoder.filename
            "filename": "model.onnx"  | "filename": "/m.onnx"      | model.decoder.filename
            "filename": "model.onnx"  | "filename": "C:\\\\m.onnx" | model.decoder.filename
            "filename": "model.onnx"  | "filename": ["m"]          | model.decoder.filename
            "present.%d.key"          | "present.key"              | model.decoder.outputs.present_key_names
            "present.%d.key"          | "present.%s.%d"            | model.decoder.outputs.present_key_names
            "logits": "logits"        | "logits": 7                | model.decoder.outputs.logits
            "do_sample": true         | "do_sample": 1             | search.do_sample
            "top_k": 20               | "top_k": -1                | search.top_k
            "top_p": 0.8              | "top_p": 1.1               | search.top_p
            "temperature": 0.7        | "temperature": -0.1        | search.temperature
            "repetition_penalty": 1.05| "repetition_penalty": 0    | search.repetition_penalty
            "no_repeat_ngram_size": 0 | "no_repeat_ngram_size": -1 | search.no_repeat_ngram_size
            "min_length": 0           | "min_length": -1           | search.min_length
            "max_length": 4096        | "max_length": -4096        | search.max_length
            "pad_token_id": 151643    | "pad_token_id": "<pad>"    | model.pad_token_id
            "type": "qwen2"           | "typ": "qwen2"             | model.type
            """)
    void wrongValuesAreNamedByTheirKey(final String right, final String wrong, final String key) {
        assertThat(LAYOUT).contains(right.strip());
        assertThatThrownBy(() -> read(LAYOUT.replace(right.strip(), wrong.strip())))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(GenaiConfig.FILE_NAME, key + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"a\"", "1.5", "[1]"})
    void otherTypesOfEndTokensAreRefused(final String value) {
        assertThatThrownBy(() -> read(LAYOUT.replace("151645,", value + ",")))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("model.eos_token_id");
    }

    @Test
    void whatARuntimeWouldRefuseIsNotWritten() {
        notWritten(qwen(List.of(151936), SEARCH), "eos_token_id");
        notWritten(qwen(List.of(1), new SearchDefaults(false, 32769, 1, 1, 1, 1, 0, 0)), "max_length");
        notWritten(qwen(List.of(1), new SearchDefaults(false, 1, 1, 151937, 1, 1, 0, 0)), "top_k");
        notWritten(qwen(List.of(1), new SearchDefaults(false, 1, 1, 1, 1.5, 1, 0, 0)), "top_p");
        notWritten(qwen(List.of(1), new SearchDefaults(false, 1, Double.NaN, 1, 1, 1, 0, 0)), "temperature");
        notWritten(qwen(List.of(1), new SearchDefaults(false, 1, 1, 1, 1, 0, 0, 0)), "repetition_penalty");
        notWritten(qwen(List.of(1), new SearchDefaults(false, 9, 1, 1, 1, 1, -1, 0)), "no_repeat_ngram_size");
        notWritten(qwen(List.of(1), new SearchDefaults(false, 9, 1, 1, 1, 1, 0, 10)), "min_length");
    }

    @Test
    void runsAndLeastLengthsAreWrittenAndRead() {
        final var config = qwen(List.of(1), new SearchDefaults(false, 9, 1, 1, 1, 1, 3, 5));
        assertThat(config.toJson()).contains("\"no_repeat_ngram_size\": 3,", "\"min_length\": 5,");
        assertThat(read(config.toJson())).isEqualTo(config);
    }

    private static void notWritten(final GenaiConfig config, final String key) {
        assertThatIllegalArgumentException().isThrownBy(config::toJson).withMessageContaining(key);
    }

    private static GenaiConfig qwen(final List<Integer> eos, final SearchDefaults search) {
        return new GenaiConfig("qwen2", 32768, 151936, 151643, eos, 151643,
                new GenaiDecoder("model.onnx", 64, 896, 14, 24, 2, DecoderNames.DEFAULT), search);
    }

    private GenaiConfig read(final String text) {
        final var file = directory.resolve(GenaiConfig.FILE_NAME);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return GenaiConfig.read(file);
    }
}
