package dev.ingot.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphReaderTest {

    private static final String CONFIG = """
            {"architectures": ["ARCHITECTURE"], "model_type": "x", "hidden_size": 64, "num_attention_heads": 4,
             "max_position_embeddings": 128, "vocab_size": 100, "eos_token_id": [7, 8], "bos_token_id": 3}
            """;

    @TempDir
    private Path work;

    private final List<String> inputs = new ArrayList<>(
            List.of("input_ids", "attention_mask", "position_ids"));

    private static ValueInfo value(final String name, final Dimension... shape) {
        return new ValueInfo(name, ElementType.FLOAT, List.of(shape));
    }

    private Graph graph(final int layers, final String past, final String present) {
        final var some = Dimension.of("n");
        final var taken = new ArrayList<ValueInfo>();
        inputs.forEach(name -> taken.add(value(name, some, some)));
        final var yielded = new ArrayList<>(List.of(value("logits", some, some, Dimension.of(90))));
        for (int layer = 0; layer < layers; layer++) {
            for (final String which : List.of("key", "value")) {
                taken.add(value(past.formatted(layer, which), some, Dimension.of(2), some, Dimension.of(16)));
                yielded.add(value(present.formatted(layer, which), some, some, some, some));
            }
        }
        return new Graph("g", taken, yielded, List.of(), List.of());
    }

    private GenaiConfig read(final Graph graph, final String config) throws IOException {
        OnnxFiles.write(new Model(9, Map.of("", 17L), "test", "1", Map.of(), graph),
                work.resolve("model.onnx"));
        Files.writeString(work.resolve("config.json"), config);
        Files.writeString(work.resolve("tokenizer.json"), "{}");
        return GraphReader.read(work, work.resolve("model.onnx"), "model.onnx", OptionalInt.empty());
    }

    @ParameterizedTest
    @CsvSource({"past_key_values.%d.%s, present.%d.%s, LlamaForCausalLM, llama",
            "past_%d_%s, present_%d_%s, Olmo2ForCausalLM, decoder",
            "past.%d.%s, present.%d.%s, Gemma3ForCausalLM, gemma3_text"})
    void namesAndSizesComeFromTheGraph(final String past, final String present, final String architecture,
            final String type) throws IOException {
        final var config = read(graph(11, past, present), CONFIG.replace("ARCHITECTURE", architecture));
        assertThat(config.type()).isEqualTo(type);
        assertThat(config.vocabSize()).isEqualTo(90);
        assertThat(config.contextLength()).isEqualTo(128);
        assertThat(config.eosTokenIds()).containsExactly(7, 8);
        assertThat(config.bosTokenId()).isEqualTo(3);
        assertThat(config.search().maxLength()).isEqualTo(128);
        assertThat(config.decoder().layers()).isEqualTo(11);
        assertThat(config.decoder().keyValueHeads()).isEqualTo(2);
        assertThat(config.decoder().headSize()).isEqualTo(16);
        assertThat(config.decoder().names().positionIds()).contains("position_ids");
        assertThat(config.decoder().names().pastKey(10)).isEqualTo(past.formatted(10, "key"));
        assertThat(config.decoder().names().presentValue(3)).isEqualTo(present.formatted(3, "value"));
    }

    @Test
    void inputsThatNobodyFeedsAreNamed() {
        inputs.add("use_cache_branch");
        assertThatThrownBy(() -> read(graph(2, "past_key_values.%d.%s", "present.%d.%s"), CONFIG))
                .isInstanceOf(UnsupportedModelException.class).hasMessageContaining("use_cache_branch");
    }

    @Test
    void aDecoderWithoutACacheIsRefused() {
        assertThatThrownBy(() -> read(graph(0, "past.%d.%s", "present.%d.%s"), CONFIG))
                .isInstanceOf(UnsupportedModelException.class).hasMessageContaining("keys and values");
    }

    @ParameterizedTest
    @CsvSource({"max_position_embeddings, max_position_embeddings", "eos_token_id, eos_token_id",
            "hidden_size, hidden_size"})
    void whatConfigLacksIsNamed(final String key, final String named) {
        assertThatThrownBy(() -> read(graph(2, "past.%d.%s", "present.%d.%s"), CONFIG.replace(key, "_")))
                .isInstanceOf(ModelFormatException.class).isInstanceOf(IngotException.class)
                .hasMessageContainingAll("config.json", named);
    }
}
