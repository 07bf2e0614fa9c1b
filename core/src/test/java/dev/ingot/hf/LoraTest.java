package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.error.IngotException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraTest {

    private static final String PREFIX = "base_model.model.";

    @TempDir
    private Path temporary;

    /** Rank and alpha of each case are written out here as the two configurations mean them. */
    @ParameterizedTest
    @CsvSource({
            "qwen2_lora,        model.layers.0.self_attn.q_proj,  64, 64, 8, 2.0",
            "qwen2_lora,        model.layers.2.self_attn.v_proj,  32, 64, 8, 2.0",
            "qwen2_lora,        model.layers.1.mlp.down_proj,     64, 96, 8, 2.0",
            "qwen2_lora_rslora, model.layers.0.self_attn.q_proj,  64, 64, 4, 4.0",
            "qwen2_lora_rslora, model.layers.1.self_attn.q_proj,  64, 64, 6, 3.265986323710904",
            "qwen2_lora_rslora, model.layers.1.self_attn.k_proj,  32, 64, 4, 4.0",
            "qwen2_lora_rslora, model.layers.2.mlp.gate_proj,     96, 64, 4, 4.0",
            "qwen2_lora_rslora, model.layers.2.mlp.down_proj,     64, 96, 4, 6.0"})
    void mergedMatrixIsBasePlusScaledProduct(final String name, final String module, final int rows,
            final int columns, final int rank, final double scale) {
        final Path directory = Fixtures.model(name);
        try (var base = HfModel.open(Fixtures.model("qwen2"));
                var merged = base.withAdapter(directory);
                var adapter = Safetensors.open(directory.resolve("adapter_model.safetensors"))) {
            final float[] w = floats(base.weights(), module + ".weight", rows, columns);
            final float[] a = floats(adapter, PREFIX + module + ".lora_A.weight", rank, columns);
            final float[] b = floats(adapter, PREFIX + module + ".lora_B.weight", rows, rank);
            final float[] found = floats(merged.weights(), module + ".weight", rows, columns);
            double worst = 0;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double sum = 0;
                    for (int k = 0; k < rank; k++) {
                        sum += (double) b[i * rank + k] * a[k * columns + j];
                    }
                    final double expected = w[i * columns + j] + scale * sum;
                    worst = Math.max(worst, Math.abs(found[i * columns + j] - expected));
                }
            }
            assertThat(worst).isLessThan(1e-6);
            assertThat(found).isNotEqualTo(w);
        }
    }

    @Test
    void leavesOtherTensorsAlone() {
        try (var base = HfModel.open(Fixtures.model("qwen2"));
                var merged = base.withAdapter(Fixtures.model("qwen2_lora"))) {
            final String name = "model.layers.0.self_attn.k_proj.weight";
            assertThat(floats(merged.weights(), name, 32, 64))
                    .isEqualTo(floats(base.weights(), name, 32, 64));
            assertThat(merged.weights().names()).isEqualTo(base.weights().names());
            assertThat(merged.weights().vector("model.norm.weight", 64))
                    .isEqualTo(base.weights().vector("model.norm.weight", 64));
            assertThat(merged.sourceHash()).isNotEqualTo(base.sourceHash());
        }
    }

    @Test
    void rowsDoNotDependOnTheirNumber() {
        try (var base = HfModel.open(Fixtures.model("qwen2"));
                var merged = base.withAdapter(Fixtures.model("qwen2_lora_rslora"));
                var arena = Arena.ofConfined()) {
            final var matrix = merged.weights().matrix("model.layers.1.self_attn.q_proj.weight", 64, 64);
            final float[] all = Tensors.floats(matrix.rows(0, 64, arena));
            for (int row = 0; row < 64; row++) {
                final float[] one = Tensors.floats(matrix.rows(row, 1, arena));
                assertThat(one).isEqualTo(Arrays.copyOfRange(all, row * 64, row * 64 + 64));
            }
        }
    }

    @Test
    void severalThreadsReadTheSameRows() {
        try (var base = HfModel.open(Fixtures.model("qwen2"));
                var merged = base.withAdapter(Fixtures.model("qwen2_lora"));
                var arena = Arena.ofShared()) {
            final var matrix = merged.weights().matrix("model.layers.1.mlp.down_proj.weight", 64, 96);
            final float[] expected = Tensors.floats(matrix.rows(0, 64, arena));
            IntStream.range(0, 200).parallel().forEach(round -> {
                final var fresh = merged.weights().matrix("model.layers.1.mlp.down_proj.weight", 64, 96);
                assertThat(Tensors.floats((round % 2 == 0 ? matrix : fresh).rows(0, 64, arena)))
                        .isEqualTo(expected);
            });
        }
    }

    /** PEFT itself ignores the flag for linear layers. */
    @Test
    void fanInFanOutDoesNotConcernLinearLayers() throws IOException {
        final Path adapter = adapter();
        Fixtures.replace(adapter.resolve("adapter_config.json"), "\"fan_in_fan_out\": false",
                "\"fan_in_fan_out\": true");
        final String name = "model.layers.0.mlp.down_proj.weight";
        try (var base = HfModel.open(Fixtures.model("qwen2"));
                var merged = base.withAdapter(adapter);
                var other = base.withAdapter(Fixtures.model("qwen2_lora"))) {
            assertThat(floats(merged.weights(), name, 64, 96))
                    .isEqualTo(floats(other.weights(), name, 64, 96));
        }
    }

    @Test
    void stacksAdapters() {
        final String name = "model.layers.0.self_attn.q_proj.weight";
        try (var base = HfModel.open(Fixtures.model("qwen2"));
                var once = base.withAdapter(Fixtures.model("qwen2_lora"));
                var twice = once.withAdapter(Fixtures.model("qwen2_lora_rslora"));
                var other = base.withAdapter(Fixtures.model("qwen2_lora_rslora"))) {
            final float[] w = floats(base.weights(), name, 64, 64);
            final float[] first = floats(once.weights(), name, 64, 64);
            final float[] second = floats(other.weights(), name, 64, 64);
            final float[] both = floats(twice.weights(), name, 64, 64);
            for (int i = 0; i < w.length; i++) {
                assertThat(both[i]).isCloseTo(first[i] + second[i] - w[i], within(1e-5f));
            }
        }
    }

    @Test
    void mergesTheExampleAdapter() {
        try (var base = HfModel.open(Fixtures.EXAMPLES.resolve("hearth-slm"));
                var merged = base.withAdapter(Fixtures.EXAMPLES.resolve("hearth-lora"))) {
            final String name = "model.layers.0.self_attn.q_proj.weight";
            assertThat(floats(merged.weights(), name, 256, 256))
                    .isNotEqualTo(floats(base.weights(), name, 256, 256));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"peft_type\": \"LORA\" | \"peft_type\": \"LOHA\" | peft_type: expected \"LORA\", found LOHA",
            "\"peft_type\": \"LORA\" | \"peft_type\": \"IA3\" | peft_type: expected \"LORA\", found IA3",
            "\"bias\": \"none\" | \"bias\": \"some\" | "
                    + "bias: expected \"none\", \"all\" or \"lora_only\", found some",
            "\"use_qalora\": false | \"use_qalora\": true | "
                    + "use_qalora: expected nothing; only LoRA and DoRA are merged, found true",
            "\"layer_replication\": null | \"layer_replication\": [[0, 2]] | "
                    + "layer_replication: expected nothing; only LoRA and DoRA are merged, found [[0, 2]]",
            "\"init_lora_weights\": true | \"init_lora_weights\": \"pissa\" | "
                    + "init_lora_weights: expected an initialisation that leaves the base model unchanged, found pissa",
            "\"use_qalora\": false | \"some_new_trick\": 3 | "
                    + "some_new_trick: expected nothing; only LoRA and DoRA are merged, found 3"})
    void refusesOtherMathematicsByName(final String target, final String replacement, final String message)
            throws IOException {
        final Path adapter = adapter();
        Fixtures.replace(adapter.resolve("adapter_config.json"), target, replacement);
        assertRefused(adapter, UnsupportedModelException.class,
                adapter.resolve("adapter_config.json") + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"r\": 8 | \"r\": 0 | r: expected an integer from 1 to 65536, found 0",
            "\"r\": 8 | \"r\": null | r: expected an integer from 1 to 65536, found nothing",
            "\"lora_alpha\": 16 | \"lora_alpha\": \"x\" | lora_alpha: expected a number, found \"x\"",
            "\"rank_pattern\": {} | \"rank_pattern\": {\"q_proj\": 3.5} | "
                    + "rank_pattern.q_proj: expected an integer of at most 31 bits, found 3.5",
            "\"rank_pattern\": {} | \"rank_pattern\": {\"(\": 3} | "
                    + "rank_pattern.(: expected a regular expression, found Unclosed group"})
    void refusesMalformedConfigurations(final String target, final String replacement, final String message)
            throws IOException {
        final Path adapter = adapter();
        Fixtures.replace(adapter.resolve("adapter_config.json"), target, replacement);
        assertRefused(adapter, ModelFormatException.class,
                adapter.resolve("adapter_config.json") + ": " + message);
    }

    @Test
    void refusesPatternsOfExponentialCost() throws IOException {
        final Path adapter = adapter();
        Fixtures.replace(adapter.resolve("adapter_config.json"), "\"rank_pattern\": {}",
                "\"rank_pattern\": {\"(([a-z._0-9]+)+)\\\\2!\": 3}");
        assertRefused(adapter, ModelFormatException.class, adapter.resolve("adapter_config.json")
                + ": rank_pattern.(([a-z._0-9]+)+)\\2!: expected a regular expression that matches in reasonable time, "
                + "found one that does not");
    }

    @Test
    void refusesFactorsOfAnotherRank() throws IOException {
        final Path adapter = adapter();
        Fixtures.replace(adapter.resolve("adapter_config.json"), "\"r\": 8", "\"r\": 4");
        assertRefused(adapter, ModelFormatException.class, adapter.resolve("adapter_model.safetensors")
                + ": base_model.model.model.layers.0.mlp.down_proj.lora_A.weight: expected a matrix of rank 4, as "
                + "adapter_config.json says, found shape [8, 96]");
    }

    @Test
    void refusesTensorsThatMatchNothing() throws IOException {
        final Path adapter = adapter();
        final Path file = adapter.resolve("adapter_model.safetensors");
        rewrite(file, "layers.2.mlp.down_proj.lora_A", "layers.7.mlp.down_proj.lora_A");
        assertRefused(adapter, ModelFormatException.class,
                file + ": model.layers.7.mlp.down_proj: expected lora_A and lora_B, found no lora_B");
        rewrite(file, "layers.2.mlp.down_proj.lora_B", "layers.7.mlp.down_proj.lora_B");
        assertRefused(adapter, ModelFormatException.class,
                file + ": model.layers.7.mlp.down_proj: expected a target in " + Fixtures.model("qwen2")
                        + ", found no tensor model.layers.7.mlp.down_proj.weight there");
    }

    @Test
    void replacesSavedModules() throws IOException {
        final Path directory = Files.createDirectories(temporary.resolve("saved"));
        final byte[] values = new byte[64 * 4];
        values[3] = 0x40; // the first element is 2.0
        SafetensorsWriter.write(directory.resolve("adapter_model.safetensors"),
                Map.of(PREFIX + "model.norm.weight", new SafetensorsWriter.Data("F32", List.of(64), values)));
        Files.writeString(directory.resolve("adapter_config.json"), """
                {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "modules_to_save": ["norm"]}
                """);
        try (var base = HfModel.open(Fixtures.model("qwen2")); var merged = base.withAdapter(directory)) {
            final float[] expected = new float[64];
            expected[0] = 2;
            assertThat(merged.weights().vector("model.norm.weight", 64)).isEqualTo(expected);
        }
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        final Path adapter = adapter();
        Files.move(adapter.resolve("adapter_model.safetensors"), adapter.resolve("adapter_model.bin"));
        assertRefused(adapter, ModelFormatException.class, adapter
                + ": adapter_model.safetensors: expected a file of a PEFT adapter, found adapter_model.bin; save it as "
                + "safetensors");
    }

    private Path adapter() throws IOException {
        return Fixtures.copy("qwen2_lora", temporary.resolve("adapter"));
    }

    /** Replaces text in the header by text of the same length. */
    private static void rewrite(final Path file, final String target, final String replacement)
            throws IOException {
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace(target, replacement), StandardCharsets.ISO_8859_1);
    }

    private static void assertRefused(final Path adapter, final Class<? extends IngotException> type,
            final String message) {
        try (var base = HfModel.open(Fixtures.model("qwen2"))) {
            assertThatThrownBy(() -> base.withAdapter(adapter)).isInstanceOf(type).hasMessage(message);
        }
    }

    private static float[] floats(final Weights weights, final String name, final int rows,
            final int columns) {
        try (var arena = Arena.ofConfined()) {
            return Tensors.floats(weights.matrix(name, rows, columns).rows(0, rows, arena));
        }
    }
}
