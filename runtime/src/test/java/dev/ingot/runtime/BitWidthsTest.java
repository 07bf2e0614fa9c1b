package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What quantizing costs, on models with random weights, which forgive less than trained ones. Figures are cosines between
 * the logits that follow the prompts of a fixture and those of the reference.
 */
final class BitWidthsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("dev.ingot.runtime.Fixtures#models")
    void eightBitsStayCloseAndFourBitsGenerate(final String fixture) {
        final Path source = Fixtures.directory(fixture);
        final OnnxModel eight = Pipeline.from(source).quantize(Precision.INT8)
                .toOnnx(directory.resolve("int8"));
        assertThat(cosine(eight, source)).as("activations rounded to 8 bits as well").isGreaterThan(0.998);
        GraphEdits.edit(eight.directory(), BitWidthsTest::exactActivations);
        assertThat(cosine(eight, source)).as("weights alone").isGreaterThan(0.999);

        final OnnxModel four = Pipeline.from(source).quantize(Precision.INT4)
                .toOnnx(directory.resolve("int4"));
        assertThat(cosine(four, source)).isGreaterThan(0.75);
        try (var generator = Generator.open(four)) {
            final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(8);
            assertThat(generator.generate(longPrompt(source), options).tokens()).isNotEmpty();
        }
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

    private static double cosine(final OnnxModel model, final Path source) {
        double product = 0;
        double found = 0;
        double wanted = 0;
        try (var generator = Generator.open(model)) {
            for (final var prompt : Fixtures.objects(Fixtures.golden(source).raw("prompts"))) {
                final int[] ids = Fixtures.ids(prompt.get("input_ids"));
                final float[] logits = generator.logits(ids)[ids.length - 1];
                final float[] expected = Fixtures.array(source.resolve("golden.safetensors"),
                        Objects.toString(prompt.get("last_logits")));
                for (int i = 0; i < logits.length; i++) {
                    product += (double) logits[i] * expected[i];
                    found += (double) logits[i] * logits[i];
                    wanted += (double) expected[i] * expected[i];
                }
            }
        }
        return product / Math.sqrt(found * wanted);
    }
}
