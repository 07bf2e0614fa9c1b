package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.json.JsonFiles;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models"), "hearth-slm");
    private static final Path LLAMA = Path.of(System.getProperty("ingot.fixtures"), "llama");

    @TempDir
    private Path work;

    /** The list of the Python builder for 32 layers, worked out by hand. */
    @Test
    void layersThatCountMostAreThoseOfThePythonBuilder() {
        assertThat(IntStream.range(0, 32).filter(layer -> Mixing.countsMost(layer, 32))).containsExactly(0, 1,
                2, 3,
                6, 9, 12, 15, 18, 21, 24, 27, 28, 29, 30, 31);
        assertThat(IntStream.range(0, 6).filter(layer -> Mixing.countsMost(layer, 6))).containsExactly(0, 3);
        assertThat(IntStream.range(0, 28).filter(layer -> Mixing.countsMost(layer, 28))).containsExactly(0, 1,
                2, 3,
                6, 9, 12, 15, 18, 21, 24, 25, 26, 27);
    }

    @Test
    void namedMixtureRaisesValueAndDownProjections() throws IOException {
        final var pipeline = Pipeline.from(HEARTH).quantize(Precision.INT4.mixed().headBits(4));
        final Map<String, Integer> bits = new TreeMap<>();
        for (final int layer : new int[]{0, 3}) {
            bits.put("/model/layers." + layer + "/attn/qkv_proj/MatMul", 8);
            bits.put("/model/layers." + layer + "/mlp/down_proj/MatMul", 8);
        }
        final var plan = pipeline.plan();
        assertThat(plan.bitsByNode()).isEqualTo(bits);

        final Path out = pipeline.toOnnx(work.resolve("out")).directory();
        final var written = bitsOf(out);
        bits.put("/lm_head/MatMul", 8);
        assertThat(written).containsAllEntriesOf(bits);
        written.keySet().removeAll(bits.keySet());
        assertThat(written.values()).containsOnly(4);
        assertThat(Files.readString(out.resolve("ingot.json"))).contains("k_quant_mixed",
                "\"/model/layers.3/mlp/down_proj/MatMul\" : 8".replace(" :", ":"));
        assertThat(size(out)).isEqualTo(plan.outputBytes());
    }

    @Test
    void lastLayerIsTheHeadAlone() {
        final var out = Pipeline.from(HEARTH).quantize(Precision.INT4.headBits(4).mixed(Mixture.LAST_LAYER))
                .toOnnx(work.resolve("out")).directory();
        assertThat(bitsOf(out)).containsEntry("/lm_head/MatMul", 8).containsValue(4);
        assertThat(bitsOf(out).values().stream().filter(bits -> bits == 8)).hasSize(1);
        assertThat(JsonFiles.read(out.resolve("ingot.json")).asMap()).containsEntry("head_bits", 8);
    }

    @Test
    void onlyTheNamedMixturesOverruleTheBitsOfTheHead() {
        final Mixture mixture = Mixture.bySensitivity(5);
        final var out = Pipeline.from(HEARTH).quantize(Precision.INT4.headBits(4).mixed(mixture))
                .toOnnx(work.resolve("out")).directory();
        assertThat(bitsOf(out)).containsEntry("/lm_head/MatMul", 4).containsValue(8);
        assertThat(Precision.INT4.mixed(mixture).formatOf(MatrixRole.HEAD))
                .isEqualTo(Precision.INT4.formatOf(MatrixRole.HEAD));
    }

    @Test
    void whereEverythingHasEightBitsNothingIsRaised() {
        for (final Mixture mixture : new Mixture[]{Mixture.K_QUANT_MIXED, Mixture.bySensitivity(8)}) {
            assertThat(Pipeline.from(LLAMA).quantize(Precision.INT8.mixed(mixture)).plan().bitsByNode())
                    .isEmpty();
        }
    }

    @Test
    void sensitivityStaysWithinItsBudgetAndTakesTheWorstMatrices() {
        final var some = Pipeline.from(LLAMA).quantize(Precision.INT4.mixed(Mixture.bySensitivity(5)));
        final var plan = some.plan();
        assertThat(plan.bitsByNode()).isNotEmpty();
        assertThat(some.threads(3).plan()).isEqualTo(withThreads(plan, some.threads(3).plan()));
        final long none = size(Precision.INT4);
        final long all = size(Precision.INT4.mixed(Mixture.bySensitivity(8)));
        assertThat(plan.outputBytes() - none).isPositive().isLessThanOrEqualTo((all - none) / 4 + 4096);
        assertThat(Pipeline.from(LLAMA).quantize(Precision.INT4.mixed(Mixture.bySensitivity(4))).plan()
                .bitsByNode())
                .isEmpty();
    }

    @Test
    void everyMatrixIsMeasuredOnce() {
        final var measured = new ArrayList<Integer>();
        final var totals = new TreeSet<Integer>();
        Pipeline.from(LLAMA).quantize(Precision.INT4.mixed(Mixture.bySensitivity(5))).progress(progress -> {
            if (progress.stage() == Progress.Stage.MEASURING) {
                measured.add(progress.part().done());
                assertThat(progress.part().unit()).isEqualTo("matrices");
                totals.add(progress.part().total());
            }
        }).toOnnx(work.resolve("out"));
        assertThat(totals).hasSize(1);
        assertThat(measured).hasSizeGreaterThan(6)
                .containsExactlyElementsOf(IntStream.range(0, totals.first()).boxed().toList());
    }

    /** What depends on the number of threads by purpose: memory and time. */
    private static ConversionPlan withThreads(final ConversionPlan plan, final ConversionPlan other) {
        return new ConversionPlan(plan.architecture(), plan.precision(), plan.bitsByNode(), plan.tensors(),
                plan.groups(),
                plan.sourceBytes(), plan.outputBytes(), plan.diskBytes(), other.conversionMemory(),
                plan.runMemory(),
                other.time(), other.rates());
    }

    @Test
    void graphOfAnotherToolIsMixedTheSameWay() {
        final Path floats = Pipeline.from(LLAMA).toOnnx(work.resolve("floats")).directory();
        for (final Mixture mixture : new Mixture[]{Mixture.K_QUANT_MIXED, Mixture.bySensitivity(5)}) {
            final var precision = Precision.INT4.mixed(mixture);
            assertThat(Pipeline.fromOnnx(floats).quantize(precision).plan().bitsByNode()).isNotEmpty()
                    .isEqualTo(Pipeline.from(LLAMA).quantize(precision).plan().bitsByNode());
        }
    }

    @Test
    void whatWasSaidOfOneMatrixGoesBeforeTheMixture() {
        final var name = "/model/layers.0/mlp/down_proj/MatMul";
        final var two = new TreeMap<>(Map.of(name, 2));
        final var precision = Precision.INT4.mixed().operators(OperatorChoice.DEFAULT.bits(two));
        assertThat(bitsOf(Pipeline.from(LLAMA).quantize(precision).toOnnx(work.resolve("out")).directory()))
                .containsEntry(name, 2);
        final var strange = new TreeMap<>(Map.of("/no/MatMul", 8));
        assertThatThrownBy(() -> Pipeline.from(LLAMA)
                .quantize(Precision.INT4.operators(OperatorChoice.DEFAULT.bits(strange))).plan())
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("/no/MatMul");
    }

    @Test
    void namesAreReadBack() {
        for (final Mixture mixture : new Mixture[]{Mixture.NONE, Mixture.LAST_LAYER, Mixture.K_QUANT_MIXED,
                Mixture.bySensitivity(4.5)}) {
            assertThat(Mixture.parse(mixture.label())).isEqualTo(mixture);
        }
        assertThatThrownBy(() -> Mixture.parse("half")).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("k_quant_mixed").hasMessageContaining("half");
        assertThatThrownBy(() -> Mixture.parse("sensitivity:x")).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> Precision.INT4.mixed(Mixture.bySensitivity(3)))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("4 bits");
    }

    private static long size(final Precision precision) {
        return Pipeline.from(LLAMA).quantize(precision).plan().outputBytes();
    }

    private static long size(final Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static Map<String, Integer> bitsOf(final Path model) {
        return OnnxFiles.read(model.resolve("model.onnx")).graph().nodes().stream()
                .filter(node -> node.type().equals("MatMulNBits")).collect(Collectors.toMap(
                        node -> node.name().replaceFirst("_Q\\d$", ""), MixtureTest::bits, (a, b) -> a,
                        TreeMap::new));
    }

    private static int bits(final Node node) {
        return node.attributes().get("bits") instanceof Attribute.Int bits ? (int) bits.value() : -1;
    }
}
