package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.hf.HfModel;
import dev.ingot.json.JsonFiles;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GPTQ and AWQ checkpoints keep their integers, whatever precision is asked for. */
final class QuantizedModelsTest {

    @TempDir
    Path directory;

    /** With 8-bit activations (accuracy level 4) and an 8-bit head. */
    @ParameterizedTest
    @ValueSource(strings = {"llama_gptq", "llama_gptq_8bit", "llama_gptq_actorder", "llama_awq"})
    void fastArithmeticStaysCloseToTheReference(final String fixture) {
        final Path source = Fixtures.directory(fixture);
        final Path model = Pipeline.from(source).quantize(Precision.INT4).toOnnx(directory.resolve("int4"))
                .directory();
        try (var generator = Generator.open(model)) {
            for (final var prompt : Fixtures.objects(Fixtures.golden(source).raw("prompts"))) {
                final int[] ids = Fixtures.ids(prompt.get("input_ids"));
                final float[] expected = Fixtures.array(source.resolve("golden.safetensors"),
                        Objects.toString(prompt.get("last_logits")));
                assertThat(Cosine.of(generator.logits(ids)[ids.length - 1], expected)).isGreaterThan(0.998);
            }
        }
    }

    @Test
    void precisionRulesHeadAndEmbeddingAlone() {
        final Path source = Fixtures.directory("llama_gptq");
        final var floats = OnnxFiles.read(Pipeline.from(source).toOnnx(directory.resolve("fp32")).directory()
                .resolve("model.onnx"));
        final var eight = OnnxFiles.read(Pipeline.from(source).quantize(Precision.INT8)
                .toOnnx(directory.resolve("int8")).directory().resolve("model.onnx"));
        assertThat(floats.graph().nodes()).filteredOn(node -> node.type().equals("MatMul"))
                .extracting(Node::name).containsExactly("/lm_head/MatMul");
        assertThat(eight.graph().nodes()).filteredOn(node -> node.type().equals("MatMulNBits"))
                .extracting(Node::name)
                .contains("/lm_head/MatMul_Q8", "/model/layers.0/mlp/up_proj/MatMul_Q4");
        assertThat(floats.metadata()).containsEntry("ingot.source_quantization", "gptq");
    }

    /**
     * Query, key and value that cannot be one product (another order of columns, a matrix of floats) give what the same
     * weights give as floats.
     */
    @Test
    void partsThatDifferAreMultipliedApart() throws IOException {
        final Path mixed = mixed(Fixtures.directory("llama_gptq_actorder"), directory.resolve("mixed"));
        final Path plain = dequantized(mixed, directory.resolve("plain"));
        Fixtures.export(mixed, directory.resolve("a"));
        Fixtures.export(plain, directory.resolve("b"));
        final int[] ids = {1, 40, 80, 120, 200, 9};
        try (var one = Generator.open(directory.resolve("a"));
                var two = Generator.open(directory.resolve("b"))) {
            final float[] expected = two.logits(ids)[ids.length - 1];
            assertThat(one.logits(ids)[ids.length - 1]).containsExactly(expected, Offset.offset(2e-5f));
        }
    }

    /** Takes the order of the first query away and makes the second layer's key a matrix of floats. */
    private static Path mixed(final Path source, final Path target) throws IOException {
        copyWithoutWeights(source, target);
        try (var model = HfModel.open(source)) {
            final var tensors = SafetensorsCopy.read(source.resolve("model.safetensors"));
            tensors.remove("model.layers.0.self_attn.q_proj.g_idx");
            final String key = "model.layers.1.self_attn.k_proj.";
            tensors.keySet().removeIf(name -> name.startsWith(key));
            tensors.put(key + "weight", floats(model, key + "weight", 32, 64));
            SafetensorsCopy.write(target.resolve("model.safetensors"), tensors);
        }
        return target;
    }

    private static Path dequantized(final Path source, final Path target) throws IOException {
        copyWithoutWeights(source, target);
        final Path config = target.resolve("config.json");
        final var values = new LinkedHashMap<>(JsonFiles.read(config).asMap());
        values.remove("quantization_config");
        Files.writeString(config, JsonFiles.pretty(values, 2));
        Files.delete(target.resolve("quantize_config.json"));
        final Map<String, int[]> shapes = Map.of("q_proj", new int[]{64, 64}, "k_proj", new int[]{32, 64},
                "v_proj",
                new int[]{32, 64}, "o_proj", new int[]{64, 64}, "gate_proj", new int[]{128, 64}, "up_proj",
                new int[]{128, 64}, "down_proj", new int[]{64, 128});
        final var stored = SafetensorsCopy.read(source.resolve("model.safetensors"));
        final var tensors = new LinkedHashMap<String, SafetensorsCopy.Data>();
        try (var model = HfModel.open(source)) {
            for (final String name : model.weights().names()) {
                final String module = name.replaceAll("\\.[^.]*$", "");
                final int[] shape = shapes.get(module.substring(module.lastIndexOf('.') + 1));
                tensors.put(name, shape == null
                        ? Objects.requireNonNull(stored.get(name))
                        : floats(model, name, shape[0], shape[1]));
            }
        }
        SafetensorsCopy.write(target.resolve("model.safetensors"), tensors);
        return target;
    }

    private static SafetensorsCopy.Data floats(final HfModel model, final String name, final int rows,
            final int columns) {
        try (var arena = Arena.ofConfined()) {
            final var read = model.weights().matrix(name, rows, columns).rows(0, rows, arena);
            final var floats = new float[rows * columns];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = read.get(i);
            }
            return new SafetensorsCopy.Data("F32", List.of(rows, columns),
                    ByteBuffer.wrap(MemorySegment.ofArray(floats).toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    private static void copyWithoutWeights(final Path source, final Path target) throws IOException {
        Files.createDirectories(target);
        try (var files = Files.list(source)) {
            for (final Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }
}
