package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.Precision;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What quantizing costs, on models with random weights, which forgive less than trained ones. Figures are cosines between
 * the logits that follow the prompts of a fixture and those of the reference.
 */
final class BitWidthsTest {

    /** Its random adapter changes all projections by up to nine tenths; a prompt of it is sensitive to rounding. */
    private static final String LOUD = "qwen2_lora_rslora";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("dev.ingot.runtime.Fixtures#all")
    void eightBitsStayCloseAndFourBitsGenerate(final String fixture) {
        final Path source = Fixtures.directory(fixture);
        final boolean loud = fixture.equals(LOUD);
        final OnnxModel eight = Fixtures.pipeline(source).quantize(Precision.INT8)
                .toOnnx(directory.resolve("int8"));
        assertThat(cosine(eight, source)).as("activations rounded to 8 bits as well")
                .isGreaterThan(loud ? 0.99 : 0.998);
        GraphEdits.edit(eight.directory(), BitWidthsTest::exactActivations);
        assertThat(cosine(eight, source)).as("weights alone").isGreaterThan(loud ? 0.99 : 0.999);

        final OnnxModel four = Fixtures.pipeline(source).quantize(Precision.INT4)
                .toOnnx(directory.resolve("int4"));
        assertThat(cosine(four, source)).isGreaterThan(0.75);
        try (var generator = Generator.open(four)) {
            final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(8);
            assertThat(generator.generate(longPrompt(source), options).tokens()).isNotEmpty();
        }
    }

    /** A trained model forgives the rounding of activations: every prompt by itself, as it runs by default. */
    @Test
    void eightBitsStayCloserOnATrainedModel() {
        final Path golden = Fixtures.evaluation();
        final OnnxModel model = Fixtures.export(Fixtures.hearth(), Precision.INT8, directory.resolve("int8"));
        assertThat(cosines(model, golden)).hasSizeGreaterThan(5).allSatisfy(
                cosine -> assertThat(cosine).isGreaterThan(0.999));
    }

    private static Graph exactActivations(final Graph graph) {
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.initializers(),
                graph.nodes().stream().map(BitWidthsTest::exact).toList());
    }

    private static Node exact(final Node node) {
        final var attributes = new LinkedHashMap<>(node.attributes());
        attributes.computeIfPresent("accuracy_level", (key, value) -> new Attribute.Int(0));
        return new Node(node.type(), node.domain(), node.name(), node.inputs(), node.outputs(), attributes);
    }

    private static int[] longPrompt(final Path source) {
        return Fixtures.ids(Fixtures.objects(Fixtures.golden(source).raw("prompts")).get(1).get("input_ids"));
    }

    /** Over all prompts together. */
    private static double cosine(final OnnxModel model, final Path golden) {
        return Cosine.of(found(model, golden), expected(golden));
    }

    /** Of each prompt. */
    private static List<Double> cosines(final OnnxModel model, final Path golden) {
        final float[][] found = found(model, golden);
        final float[][] expected = expected(golden);
        return IntStream.range(0, found.length)
                .mapToObj(i -> Cosine.of(found[i], expected[i])).toList();
    }

    /** Logits that follow each prompt. */
    private static float[][] found(final OnnxModel model, final Path golden) {
        try (var generator = Generator.open(model)) {
            return Fixtures.objects(Fixtures.golden(golden).raw("prompts")).stream()
                    .map(prompt -> Fixtures.ids(prompt.get("input_ids")))
                    .map(ids -> generator.logits(ids)[ids.length - 1]).toArray(float[][]::new);
        }
    }

    private static float[][] expected(final Path golden) {
        return Fixtures.objects(Fixtures.golden(golden).raw("prompts")).stream()
                .map(prompt -> Fixtures.array(golden.resolve("golden.safetensors"),
                        Objects.toString(prompt.get("last_logits"))))
                .toArray(float[][]::new);
    }
}
