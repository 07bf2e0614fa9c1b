package dev.ingot.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.decoder.Folding.Giver;
import dev.ingot.genai.DecoderNames;
import dev.ingot.hf.HfModel;
import dev.ingot.hf.ModelConfig;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.ValueInfo;
import dev.ingot.quantize.RowWorkers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors in the columns of matrices, taken out of what yields these, leave the logits of the float model alone. */
class ScaledModelTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));
    private static final int TOKENS = 40;

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3", "gemma2", "gemma3", "granite", "olmo2", "phi3"})
    void logitsOfTheFloatModelStayTheSame(final String fixture) throws IOException, OrtException {
        try (var model = HfModel.open(FIXTURES.resolve(fixture))) {
            final var factors = new HashMap<Folding, float[]>();
            Folding.of(model.config()).forEach(place -> factors.put(place, factors(model.config(), place)));
            assertThat(factors).hasSizeGreaterThanOrEqualTo(2 * model.config().layers());
            final float[] expected = logits(model, Map.of(), "plain");
            final float[] found = logits(model, factors, "scaled");
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < expected.length; i++) {
                largest = Math.max(largest, Math.abs(expected[i]));
                difference = Math.max(difference, Math.abs(expected[i] - found[i]));
            }
            assertThat(difference / largest).isLessThan(1e-5);
            assertThat(Files.mismatch(data("plain"), data("scaled"))).isNotEqualTo(-1);
        }
    }

    /** Between a half and two; columns that share a row share a factor. */
    private static float[] factors(final ModelConfig config, final Folding place) {
        final var random = new Random(place.hashCode());
        final float[] ofRows = new float[width(config, place.readers().getFirst())];
        for (int i = 0; i < ofRows.length; i++) {
            ofRows[i] = (float) Math.pow(2, 2 * random.nextFloat() - 1);
        }
        final float[] factors = new float[ofRows.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = ofRows[place.giver() instanceof Giver.Rows rows ? rows.row(i) : i];
        }
        return factors;
    }

    private static int width(final ModelConfig config, final String reader) {
        if (reader.contains("down_proj")) {
            return config.intermediateSize();
        }
        return reader.contains("o_proj") ? config.heads() * config.headSize() : config.hiddenSize();
    }

    private Path data(final String name) {
        return work.resolve(name).resolve(Decoder.DATA_FILE);
    }

    private float[] logits(final HfModel model, final Map<Folding, float[]> factors, final String name)
            throws IOException, OrtException {
        final Path directory = Pipeline.from(model.directory()).toOnnx(work.resolve(name)).directory();
        final Decoder decoder = Decoder.plan(model.config(), model.weights(), Precision.FP32, Set.of(),
                factors);
        Files.delete(data(name));
        try (var workers = RowWorkers.of(1); var writer = new WeightWriter(data(name), workers)) {
            decoder.tensors().forEach(writer::write);
        }
        final Path file = directory.resolve(Decoder.GRAPH_FILE);
        final Model plain = OnnxFiles.read(file);
        OnnxFiles.write(new Model(plain.irVersion(), plain.opsets(), plain.producer(), plain.version(),
                plain.metadata(), decoder.graph()), file);
        return run(file, decoder);
    }

    private static float[] run(final Path file, final Decoder decoder) throws OrtException {
        final var environment = OrtEnvironment.getEnvironment();
        final var inputs = new HashMap<String, OnnxTensor>();
        try (OrtSession session = environment.createSession(file.toString())) {
            for (final ValueInfo input : decoder.graph().inputs()) {
                inputs.put(input.name(), input(environment, input));
            }
            try (var result = session.run(inputs)) {
                final var logits = (OnnxTensor) result.get(DecoderNames.DEFAULT.logits()).orElseThrow();
                final FloatBuffer values = logits.getFloatBuffer();
                final float[] copy = new float[values.remaining()];
                values.get(copy);
                return copy;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** Token ids, ones for the mask, and an empty cache. */
    private static OnnxTensor input(final OrtEnvironment environment, final ValueInfo input)
            throws OrtException {
        if (input.type() == ElementType.INT64) {
            final long[] values = new long[TOKENS];
            Arrays.setAll(values, i -> input.name().equals(DecoderNames.DEFAULT.inputIds())
                    ? 3 + (i * 31) % 200
                    : 1);
            return OnnxTensor.createTensor(environment, new long[][]{values});
        }
        final long[] shape = input.shape().stream()
                .mapToLong(size -> size instanceof Dimension.Fixed(long fixed) ? fixed : 0).toArray();
        shape[0] = 1;
        return OnnxTensor.createTensor(environment,
                ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder()).asFloatBuffer(), shape);
    }
}
