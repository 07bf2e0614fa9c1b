package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.WeightValueException;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matrices stored as 16-bit floats: half the file, the reference's results, no conversion left at run time. */
final class HalfPrecisionTest {

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3", "llama", "llama3"})
    void logitsAreThoseOfWeightsRoundedToHalf(final String fixture) throws IOException {
        final Path rounded = copy(fixture);
        edit(rounded, Checkpoint.Stored::f16);
        final float[] expected = logits(rounded, Precision.FP32, "full");
        final float[] found = logits(Fixtures.directory(fixture), Precision.FP16, "half");
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("logit %d", i).isCloseTo(expected[i],
                    org.assertj.core.data.Offset.offset(1e-4f * largest(expected)));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.ingot.runtime.Fixtures#all")
    void logitsPointWhereTheReferencePoints(final String fixture) {
        final Path source = Fixtures.directory(fixture);
        final var prompt = Fixtures.objects(Fixtures.golden(source).raw("prompts")).getFirst();
        final float[] expected = Fixtures.array(source.resolve("golden.safetensors"),
                String.valueOf(prompt.get("last_logits")));
        assertThat(Cosine.of(logits(source, Precision.FP16, "half"), expected)).isGreaterThan(0.99999);
    }

    @Test
    void theFileHasHalfTheSize() throws IOException {
        final Path source = Fixtures.hearth();
        Pipeline.from(source).quantize(Precision.FP32).toOnnx(work.resolve("full"));
        Pipeline.from(source).quantize(Precision.FP16).toOnnx(work.resolve("half"));
        final long full = Files.size(work.resolve("full/model.onnx.data"));
        final long half = Files.size(work.resolve("half/model.onnx.data"));
        assertThat((double) half / full).isBetween(0.5, 0.55);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "llama"})
    void constantsAreWidenedWhenTheModelIsLoaded(final String fixture) throws OrtException {
        logits(Fixtures.directory(fixture), Precision.FP16, "half");
        final Path optimized = work.resolve("optimized.onnx");
        try (var options = new SessionOptions()) {
            options.setOptimizationLevel(SessionOptions.OptLevel.EXTENDED_OPT);
            options.setOptimizedModelFilePath(optimized.toString());
            OrtEnvironment.getEnvironment().createSession(work.resolve("half/model.onnx").toString(), options)
                    .close();
        }
        final OnnxPatch graph = OnnxPatch.read(optimized);
        for (int i = 0; i < graph.nodeCount(); i++) {
            final Node node = graph.node(i);
            if (node.type().equals("Cast")) {
                assertThat(graph.initializerShape(node.inputs().getFirst())).as(node.name()).isEmpty();
            }
        }
    }

    @Test
    void matricesAreRoundedToTheNearestAndVectorsStayAsTheyAre() throws IOException {
        final Path source = copy("llama");
        final float[] awkward = {65519.99f, -65504, 6.0e-8f, 2.98e-8f, 2.99e-8f, 0x1p-25f, 1.0009766f, -0f,
                0x1p-133f};
        edit(source, (values, shape) -> {
            System.arraycopy(awkward, 0, values, 0, awkward.length);
            return Checkpoint.Stored.f32(values, shape);
        });
        Pipeline.from(source).quantize(Precision.FP16).toOnnx(work.resolve("half"));
        final var model = OnnxFiles.read(work.resolve("half/model.onnx"));
        final byte[] data = Files.readAllBytes(work.resolve("half/model.onnx.data"));
        for (final Tensor tensor : model.graph().initializers()) {
            if (tensor instanceof Tensor.External place && place.shape().size() == 1) {
                assertThat(place.type()).isEqualTo(ElementType.FLOAT);
            }
            if (tensor instanceof Tensor.External place && place.name().equals("model.embed_tokens.weight")) {
                assertThat(place.type()).isEqualTo(ElementType.FLOAT16);
                final int start = Math.toIntExact(place.offset());
                final float[] found = new Checkpoint.Stored("F16", List.of(awkward.length),
                        ByteBuffer.wrap(data, start, 2 * awkward.length)).values();
                assertThat(found).containsExactly(65504, -65504, 0x1p-24f, 0, 0x1p-24f, 0, 1.0009766f, -0f,
                        0);
            }
        }
    }

    @Test
    void aWeightBeyondTheRangeIsNamed() throws IOException {
        final Path source = copy("llama3"); // bf16, which reaches much further
        edit(source, (values, shape) -> {
            values[shape[1] + 3] = 70000;
            return Checkpoint.Stored.bf16(values, shape);
        });
        final var pipeline = Pipeline.from(source).quantize(Precision.FP16);
        assertThatThrownBy(() -> pipeline.toOnnx(work.resolve("out")))
                .isInstanceOfSatisfying(WeightValueException.class, failure -> {
                    assertThat(failure.row()).isEqualTo(1);
                    assertThat(failure.column()).isEqualTo(3);
                    assertThat(failure).hasMessageContainingAll(failure.tensor(), "65504", "69632");
                });
        assertThat(work.resolve("out")).doesNotExist();
    }

    /** Makes a stored tensor of values. */
    private interface Storing {

        Checkpoint.Stored store(float[] values, Integer[] shape);
    }

    private static void edit(final Path directory, final Storing storing) {
        final Path file = directory.resolve("model.safetensors");
        final var tensors = new LinkedHashMap<>(Checkpoint.read(file).tensors());
        tensors.replaceAll((name, tensor) -> tensor.shape().size() == 2
                ? storing.store(tensor.values(), tensor.shape().toArray(Integer[]::new))
                : tensor);
        new Checkpoint(tensors).write(file);
    }

    private Path copy(final String fixture) throws IOException {
        final Path target = Files.createDirectory(work.resolve(fixture));
        final var all = new LinkedHashMap<String, Checkpoint.Stored>();
        try (var files = Files.newDirectoryStream(Fixtures.directory(fixture))) {
            for (final Path file : files) {
                final String name = String.valueOf(file.getFileName());
                if (name.startsWith("model") && name.endsWith(".safetensors")) {
                    all.putAll(Checkpoint.read(file).tensors());
                } else if (!name.startsWith("golden") && !name.endsWith(".index.json")) {
                    Files.copy(file, target.resolve(name));
                }
            }
        }
        new Checkpoint(all).write(target.resolve("model.safetensors"));
        return target;
    }

    private float[] logits(final Path source, final Precision precision, final String name) {
        Fixtures.export(source, precision, work.resolve(name));
        final var prompt = Fixtures.objects(
                Fixtures.golden(Fixtures.directory(String.valueOf(source.getFileName()))).raw("prompts"))
                .getFirst();
        try (var generator = Generator.open(work.resolve(name))) {
            final float[][] logits = generator.logits(Fixtures.ids(prompt.get("input_ids")));
            return logits[logits.length - 1];
        }
    }

    private static float largest(final float[] values) {
        float largest = 0;
        for (final float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
