package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.ingot.OnnxModel;
import dev.ingot.OperatorChoice;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import dev.ingot.runtime.reference.QwenMixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ONNX models of other tools, quantized: here the other tool is Ingot's own float export. */
class QuantizedOnnxTest {

    private static final int[] PROMPT = {5, 17, 42, 99, 7, 3};

    @TempDir
    private Path work;

    private static float[][] logits(final OnnxModel model) {
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.threads(1))) {
            return generator.logits(PROMPT);
        }
    }

    private OnnxModel floats(final String fixture) {
        return Fixtures.export(Fixtures.directory(fixture), work.resolve("floats"));
    }

    @ParameterizedTest
    @CsvSource({"llama, int4", "llama, int8", "qwen2, int4", "qwen3, int8", "gemma2, int4"})
    void aFloatExportThatIsQuantizedIsTheQuantizedExport(final String fixture, final String precision) {
        final var wanted = Precision.parse(precision);
        final var direct = Pipeline.from(Fixtures.directory(fixture)).quantize(wanted)
                .toOnnx(work.resolve("direct"));
        final var later = Pipeline.fromOnnx(floats(fixture).directory()).quantize(wanted)
                .toOnnx(work.resolve("later"));
        final float[][] expected = logits(direct);
        final float[][] found = logits(later);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("position %d", i).containsExactly(expected[i]);
        }
        final var graph = OnnxFiles.read(later.directory().resolve("model.onnx"));
        assertThat(graph.graph().nodes()).extracting(Node::type).contains("MatMulNBits",
                "GatherBlockQuantized").doesNotContain("MatMul", "Transpose");
        assertThat(graph.metadata()).containsEntry("ingot.precision", precision);
        OnnxFiles.checkExternalData(graph, later.directory());
    }

    /** Experts lie in nested graphs; what chooses them stays floats. */
    @ParameterizedTest
    @CsvSource({"fp32, int4", "fp32, int8", "fp16, int8"})
    void productsInNestedGraphsAreQuantizedToo(final String stored, final String precision) {
        final Path source = new QwenMixture().write(work.resolve("qwen"));
        final var direct = Fixtures.export(source, Precision.parse(precision), work.resolve("direct"));
        final var floats = Fixtures.export(source, Precision.parse(stored), work.resolve("floats"));
        final var later = Pipeline.fromOnnx(floats.directory()).quantize(Precision.parse(precision))
                .toOnnx(work.resolve("later"));
        assertThat(products(later)).isEqualTo(products(direct)).hasSizeGreaterThan(36);
        if (stored.equals("fp32")) {
            assertThat(logits(later)).isDeepEqualTo(logits(direct));
        }
        assertThat(Cosine.of(logits(later)[PROMPT.length - 1], logits(floats)[PROMPT.length - 1]))
                .isGreaterThan(0.97);
    }

    /** Names of the products in blocks, those of nested graphs included. */
    private static Set<String> products(final OnnxModel model) {
        return nodes(OnnxFiles.read(model.directory().resolve("model.onnx")).graph())
                .filter(node -> node.type().equals("MatMulNBits")).map(Node::name)
                .collect(Collectors.toSet());
    }

    private static Stream<Node> nodes(final Graph graph) {
        return graph.nodes().stream().flatMap(node -> Stream.concat(Stream.of(node),
                node.attributes().values().stream().flatMap(
                        it -> it instanceof Attribute.Body(Graph body) ? nodes(body) : Stream.empty())));
    }

    @Test
    void halvesThatAreCastAreReadAsTheyAre() {
        final var halves = Pipeline.from(Fixtures.directory("llama")).quantize(Precision.FP16)
                .toOnnx(work.resolve("halves"));
        final var later = Pipeline.fromOnnx(halves.directory()).quantize(Precision.INT8)
                .toOnnx(work.resolve("later"));
        final float[] expected = logits(halves)[PROMPT.length - 1];
        assertThat(Cosine.of(logits(later)[PROMPT.length - 1], expected)).isGreaterThan(0.999);
        assertThat(OnnxFiles.read(later.directory().resolve("model.onnx")).graph().nodes())
                .extracting(Node::type).doesNotContain("MatMul");
    }

    @Test
    void sizesOfThePlanAreThoseOfTheConversion() throws IOException {
        final var pipeline = Pipeline.fromOnnx(floats("qwen2").directory()).quantize(Precision.INT4);
        final var plan = pipeline.plan();
        final Path output = pipeline.toOnnx(work.resolve("later")).directory();
        try (var files = Files.list(output)) {
            assertThat(plan.outputBytes()).isEqualTo(files.mapToLong(file -> file.toFile().length()).sum());
        }
        assertThat(plan.architecture()).isEqualTo("Qwen2ForCausalLM");
    }

    @Test
    void whatIsExcludedStaysFloat() {
        final var choice = OperatorChoice.DEFAULT.floatEmbedding()
                .excluding(new TreeSet<>(List.of("/lm_head/MatMul")));
        final var model = Pipeline.fromOnnx(floats("llama").directory())
                .quantize(Precision.INT4.operators(choice)).toOnnx(work.resolve("later"));
        final var nodes = OnnxFiles.read(model.directory().resolve("model.onnx")).graph().nodes();
        assertThat(nodes).filteredOn(node -> node.type().equals("MatMul")).extracting(Node::name)
                .containsExactly("/lm_head/MatMul");
        assertThat(nodes).extracting(Node::type).contains("Gather").doesNotContain("GatherBlockQuantized");
        assertThat(logits(model)).hasDimensions(PROMPT.length, logits(model)[0].length);
    }

    @Test
    void theConfigurationThatIsMissingIsWorkedOut() throws IOException {
        final Path floats = floats("qwen2").directory();
        final Path file = floats.resolve("genai_config.json");
        final String before = Files.readString(file);
        Files.delete(file);
        final var model = Pipeline.fromOnnx(floats).quantize(Precision.INT8).toOnnx(work.resolve("later"));
        assertThat(model.directory().resolve("genai_config.json")).hasContent(before);
        assertThat(logits(model)).hasDimensions(PROMPT.length, logits(model)[0].length);
    }

    @Test
    void whatCannotBeQuantizedIsRefused() {
        final Path floats = floats("llama").directory();
        final var pipeline = Pipeline.fromOnnx(floats);
        final Path out = work.resolve("out");
        assertThatThrownBy(() -> pipeline.toOnnx(out)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("int4 or int8");
        assertThatThrownBy(() -> pipeline.quantize(Precision.INT4).adapter(floats).toOnnx(out))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("adapter");
        final Path done = pipeline.quantize(Precision.INT4).toOnnx(out).directory();
        assertThatThrownBy(
                () -> Pipeline.fromOnnx(done).quantize(Precision.INT4).toOnnx(work.resolve("again")))
                .isInstanceOf(UnsupportedModelException.class).hasMessageContaining("quantized already");
    }

    /** Types of a whole graph, computed in: the shortest decoder there is. */
    enum Width {
        FLOAT, FLOAT16
    }

    @ParameterizedTest
    @EnumSource(Width.class)
    void tensorsInsideTheGraphAndShortBlocksAreQuantizedToo(final Width width)
            throws OrtException, IOException {
        final var type = ElementType.valueOf(width.name());
        final int vocabulary = 50;
        final int hidden = 40; // a block of 32 and a quarter of one
        final var random = new Random(3);
        final var nodes = List.of(
                new Node("Gather", "", "/embed", List.of("table", "input_ids"), List.of("x"), Map.of()),
                new Node("MatMul", "", "/proj", List.of("x", "proj"), List.of("y"), Map.of()),
                new Node("Add", "", "/add", List.of("x", "y"), List.of("z"), Map.of()),
                new Node("Transpose", "", "/turn", List.of("table"), List.of("turned"),
                        Map.of("perm", new Attribute.Ints(List.of(1L, 0L)))),
                new Node("MatMul", "", "/head", List.of("z", "turned"), List.of("logits"), Map.of()));
        final var graph = new Graph("g",
                List.of(new ValueInfo("input_ids", ElementType.INT64,
                        List.of(Dimension.of("batch"), Dimension.of("sequence")))),
                List.of(new ValueInfo("logits", type,
                        List.of(Dimension.of("batch"), Dimension.of("sequence"), Dimension.of(vocabulary)))),
                List.of(tensor("table", type, random, vocabulary, hidden),
                        tensor("proj", type, random, hidden, hidden)),
                nodes);
        final Path source = Files.createDirectories(work.resolve("tiny"));
        OnnxFiles.write(new Model(9, Map.of("", 17L), "test", "1", Map.of("mine", "kept"), graph),
                source.resolve("model.onnx"));
        final Path later = Pipeline.fromOnnx(source).quantize(Precision.INT8).toOnnx(work.resolve("later"))
                .directory();
        assertThat(Cosine.of(run(later, width), run(source, width))).isGreaterThan(0.999);
        final var result = OnnxFiles.read(later.resolve("model.onnx"));
        assertThat(result.metadata()).containsEntry("mine", "kept");
        assertThat(result.graph().initializers()).extracting(Tensor::name).doesNotContain("table", "proj");
        assertThat(result.graph().outputs()).isEqualTo(graph.outputs());
    }

    @ParameterizedTest
    @EnumSource(Width.class)
    void generalProductsAreQuantizedWhereTheyOnlyAdd(final Width width) throws OrtException, IOException {
        final var type = ElementType.valueOf(width.name());
        final var random = new Random(4);
        final var turned = Map.<String, Attribute>of("transB", new Attribute.Int(1));
        final var nodes = List.of(
                new Node("Gather", "", "/embed", List.of("table", "input_ids"), List.of("x"), Map.of()),
                new Node("Reshape", "", "/flat", List.of("x", "shape"), List.of("a"), Map.of()),
                new Node("Gemm", "", "/first", List.of("a", "first", "bias"), List.of("b"), turned),
                new Node("Gemm", "", "/second", List.of("b", "second"), List.of("c"), Map.of()),
                new Node("Gemm", "", "/third", List.of("c", "third"), List.of("logits"),
                        Map.of("alpha", new Attribute.Real(0.5f))));
        final var graph = new Graph("g",
                List.of(new ValueInfo("input_ids", ElementType.INT64,
                        List.of(Dimension.of("batch"), Dimension.of("sequence")))),
                List.of(new ValueInfo("logits", type, List.of(Dimension.of("all"), Dimension.of(48)))),
                List.of(tensor("table", type, random, 50, 64), tensor("first", type, random, 96, 64),
                        tensor("bias", type, random, 1, 96), tensor("second", type, random, 96, 32),
                        tensor("third", type, random, 32, 48),
                        Tensor.Inline.of("shape", List.of(2L), -1L, 64L)),
                nodes);
        final Path source = Files.createDirectories(work.resolve("general"));
        OnnxFiles.write(new Model(9, Map.of("", 17L), "test", "1", Map.of(), graph),
                source.resolve("model.onnx"));
        final Path later = Pipeline.fromOnnx(source).quantize(Precision.INT8).toOnnx(work.resolve("later"))
                .directory();
        assertThat(Cosine.of(run(later, width), run(source, width))).isGreaterThan(0.999);
        final var found = OnnxFiles.read(later.resolve("model.onnx")).graph().nodes();
        assertThat(found).filteredOn(node -> node.type().equals("MatMulNBits")).hasSize(2);
        assertThat(found).filteredOn(node -> node.type().equals("Gemm")).extracting(Node::name)
                .containsExactly("/third");
    }

    @Test
    void aGeneralProductThatYieldsTheLogitsIsTheHead() throws IOException {
        final var random = new Random(5);
        final var nodes = List.of(
                new Node("Gather", "", "/embed", List.of("table", "input_ids"), List.of("x"), Map.of()),
                new Node("Reshape", "", "/flat", List.of("x", "shape"), List.of("a"), Map.of()),
                new Node("Gemm", "", "/inner", List.of("a", "inner"), List.of("b"), Map.of()),
                new Node("Gemm", "", "/scores", List.of("b", "head"), List.of("logits"), Map.of()));
        final var graph = new Graph("g",
                List.of(new ValueInfo("input_ids", ElementType.INT64,
                        List.of(Dimension.of("batch"), Dimension.of("sequence")))),
                List.of(new ValueInfo("logits", ElementType.FLOAT,
                        List.of(Dimension.of("all"), Dimension.of(48)))),
                List.of(tensor("table", ElementType.FLOAT, random, 50, 64),
                        tensor("inner", ElementType.FLOAT, random, 64, 32),
                        tensor("head", ElementType.FLOAT, random, 32, 48),
                        Tensor.Inline.of("shape", List.of(2L), -1L, 64L)),
                nodes);
        final Path source = Files.createDirectories(work.resolve("head"));
        OnnxFiles.write(new Model(9, Map.of("", 17L), "test", "1", Map.of(), graph),
                source.resolve("model.onnx"));
        final Path later = Pipeline.fromOnnx(source).quantize(Precision.INT4).toOnnx(work.resolve("later"))
                .directory();
        assertThat(OnnxFiles.read(later.resolve("model.onnx")).graph().nodes())
                .filteredOn(node -> node.type().equals("MatMulNBits")).extracting(Node::name)
                .containsExactly("/inner_Q4", "/scores_Q8");
    }

    private static Tensor tensor(final String name, final ElementType type, final Random random,
            final int rows, final int columns) {
        final var bytes = ByteBuffer.allocate(rows * columns * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            final float value = (float) random.nextGaussian() / 4;
            if (type == ElementType.FLOAT) {
                bytes.putFloat(value);
            } else {
                bytes.putShort(Float.floatToFloat16(value));
            }
        }
        return new Tensor.Inline(name, type, List.of((long) rows, (long) columns), bytes.flip());
    }

    private static float[] run(final Path directory, final Width width) throws OrtException {
        final var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(directory.resolve("model.onnx").toString());
                var ids = OnnxTensor.createTensor(environment, new long[][]{{4, 9, 31}});
                var result = session.run(Map.of("input_ids", ids))) {
            final var logits = (OnnxTensor) result.get(0);
            assertThat(logits.getInfo().type.name()).isEqualTo(width.name());
            final var buffer = logits.getFloatBuffer();
            final float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return values;
        }
    }
}
