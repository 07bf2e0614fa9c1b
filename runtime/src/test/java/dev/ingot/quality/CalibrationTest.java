package dev.ingot.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import dev.ingot.Blockwise;
import dev.ingot.Calibration;
import dev.ingot.OperatorChoice;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.Progress.Part;
import dev.ingot.Progress.Stage;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelRunException;
import dev.ingot.json.JsonFiles;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.reference.QwenMixture;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");
    private static final Path EVAL = HEARTH.resolveSibling("eval");
    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));
    private static final int WINDOW = 256;
    private static final Blockwise INT4 = Precision.INT4.operators(exact());

    /** Text on which precisions are compared, in place of all of it. */
    private static final int LENGTH = 6_000;

    @TempDir
    private static Path shared;
    private static Path floats = Path.of("");

    @TempDir
    Path work;

    @BeforeAll
    static void exportFloats() {
        floats = Pipeline.from(HEARTH).quantize(Precision.FP32).toOnnx(shared.resolve("floats")).directory();
    }

    /** Rounds no activations. */
    private static OperatorChoice exact() {
        return OperatorChoice.DEFAULT.accuracyLevel(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "gemma2", "gemma3", "granite", "olmo2", "phi3_longrope"})
    void theSlicesMultiplyWhatTheWholeGraphMultiplies(final String fixture) throws OrtException {
        final var windows = List.of(ids(37), ids(5), ids(24));
        final var calibration = RecordedCalibration.of(windows);
        Pipeline.from(FIXTURES.resolve(fixture)).quantize(INT4.awq(calibration)).toOnnx(work.resolve("q"));
        final Set<String> taps = calibration.products().keySet();
        assertThat(taps).hasSizeGreaterThanOrEqualTo(4);

        final var whole = new WholeGraph(FIXTURES.resolve(fixture), work.resolve("f"), taps)
                .products(windows, taps);
        for (final String tap : taps) {
            final double[] expected = Objects.requireNonNull(whole.get(tap));
            final double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            assertThat(calibration.products().get(tap)).as(tap).containsExactly(expected,
                    within(1e-4 * largest));
        }
    }

    private static int[] ids(final int count) {
        final int[] ids = new int[count];
        Arrays.setAll(ids, i -> 3 + (i * 31 + count * 7) % 200);
        return ids;
    }

    /** A factor that is taken out at the wrong place changes logits by tens of per cents. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "gemma2", "gemma3", "granite", "olmo2", "phi3"})
    void factorsLeaveTheModelWhatItIs(final String fixture) {
        final Path source = FIXTURES.resolve(fixture);
        final var calibration = RecordedCalibration.of(List.of(ids(64), ids(50)));
        final Blockwise fine = Precision.INT8.blockSize(16).asymmetric().operators(exact());
        final float[][] expected = logits(source, Precision.FP32, "floats");
        final double plain = distance(logits(source, fine, "rounded"), expected);
        final double scaled = distance(logits(source, fine.awq(calibration), "scaled"), expected);
        assertThat(scaled).isLessThan(2 * plain).isGreaterThan(0);
    }

    private float[][] logits(final Path source, final Precision precision, final String name) {
        final var model = Pipeline.from(source).quantize(precision).toOnnx(work.resolve(name));
        try (var generator = Generator.open(model)) {
            return generator.logits(ids(40));
        }
    }

    private static double distance(final float[][] found, final float[][] expected) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                sum += Math.pow(found[i][j] - expected[i][j], 2);
            }
        }
        return Math.sqrt(sum);
    }

    @Test
    void feedbackHalvesTheDivergence() throws IOException {
        final String text = Files.readString(EVAL.resolve("calibration.txt"));
        final var found = divergences(evaluation(), INT4.blockSize(128),
                INT4.blockSize(128).gptq(Calibrations.text(text, 4096)));
        assertThat(found.feedback()).isLessThan(0.62 * found.nearest()).isLessThan(0.0009);

        final var facts = JsonFiles.read(work.resolve("feedback").resolve("ingot.json"));
        assertThat(facts.string("algorithm")).contains("gptq");
        assertThat(facts.string("calibration").orElseThrow()).startsWith("text ")
                .endsWith(", at most 4096 tokens");
        assertThat(work.resolve("feedback")).isDirectoryNotContaining("glob:**calibration*");
    }

    /** Of the text that it has seen: the logits of the graph with 2 bits, as ONNX Runtime computes them. */
    @Test
    void feedbackHelpsTwoBitsToo() throws IOException {
        final String text = Files.readString(EVAL.resolve("calibration.txt")).substring(0, LENGTH);
        final Blockwise two = Precision.INT2.operators(exact());
        final var found = divergences(text, two, two.gptq(Calibrations.text(text, 4096)));
        assertThat(found.feedback()).isLessThan(0.5 * found.nearest());
    }

    @Test
    void withoutATextTheModelMakesItsOwn() throws IOException {
        final var found = divergences(evaluation(), INT4.blockSize(128),
                INT4.blockSize(128).gptq(Calibrations.selfGenerated(1536)));
        assertThat(found.feedback()).isLessThan(0.75 * found.nearest());
    }

    @Test
    void everyLayerIsReported() {
        final var calibration = RecordedCalibration.of(List.of(ids(64)));
        for (final Blockwise precision : List.of(INT4.awq(calibration), INT4.gptq(calibration))) {
            final var parts = parts(precision);
            assertThat(parts.subList(0, parts.indexOf(Part.NONE))).containsExactly(new Part("layers", 0, 3),
                    new Part("layers", 1, 3), new Part("layers", 2, 3), new Part("layers", 3, 3));
        }
    }

    @Test
    void theTextThatIsGeneratedIsReported() {
        final var parts = parts(INT4.gptq(Calibrations.selfGenerated(700)));
        assertThat(parts).containsSubsequence(new Part("tokens", 0, 700), new Part("tokens", 700, 700),
                new Part("layers", 0, 3)).filteredOn(part -> part.unit().equals("tokens")).hasSize(3);
    }

    /** What is counted from the first time on that the model is calibrated. */
    private List<Part> parts(final Blockwise precision) {
        final var parts = new ArrayList<Part>();
        Pipeline.from(FIXTURES.resolve("llama")).quantize(precision).overwrite().progress(progress -> {
            if (progress.stage() != Stage.READING && !(parts.isEmpty() && progress.part().equals(Part.NONE))
                    && (parts.isEmpty() || !parts.getLast().equals(progress.part()))) {
                parts.add(progress.part());
            }
        }).toOnnx(work.resolve("parts"));
        return parts;
    }

    private Path export(final Precision precision, final String name) {
        return Pipeline.from(HEARTH).quantize(precision).toOnnx(work.resolve(name)).directory();
    }

    private static String evaluation() throws IOException {
        return Files.readString(EVAL.resolve("perplexity.txt")).substring(0, LENGTH);
    }

    /** From the floats, per token. */
    private record Divergences(double nearest, double feedback) {}

    private Divergences divergences(final String text, final Precision nearest, final Precision feedback) {
        final var variants = Quality.of(floats).compare("nearest", export(nearest, "nearest"))
                .compare("feedback", export(feedback, "feedback")).text(text).window(WINDOW).measure()
                .variants();
        return new Divergences(variants.getFirst().score().orElseThrow().divergence(),
                variants.getLast().score().orElseThrow().divergence());
    }

    /** Every position goes to two experts: together they see each input twice. */
    @Test
    void expertsAreCalibratedOnWhatTheySee() throws OrtException {
        final Path source = new QwenMixture().write(work.resolve("mixture"));
        final var windows = IntStream.range(40, 64).mapToObj(CalibrationTest::ids).toList();
        final var calibration = RecordedCalibration.of(windows);
        Pipeline.from(source).quantize(INT4.gptq(calibration)).toOnnx(work.resolve("q"));

        final String input = "/model/layers.0/post_attention_layernorm/output_0";
        final double[] expected = Objects.requireNonNull(
                new WholeGraph(source, work.resolve("f"), Set.of(input)).products(windows, Set.of(input))
                        .get(input));
        final double[] seen = new double[expected.length];
        calibration.products().forEach((tap, products) -> {
            if (tap.startsWith("/model/layers.0/mlp/") && products.length == seen.length) {
                Arrays.setAll(seen, i -> seen[i] + products[i] / 2);
            }
        });
        final double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(seen).containsExactly(expected, within(1e-4 * largest));
    }

    @Test
    void aModelOfAnotherToolIsRefused() {
        assertThatThrownBy(() -> Pipeline.fromOnnx(floats)
                .quantize(INT4.gptq(Calibrations.text("a"))).toOnnx(work.resolve("q")))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("gptq")
                .hasMessageContainingAll("Hugging Face checkpoint", floats.toString(),
                        "convert the checkpoint",
                        "rtn");
        assertThatThrownBy(() -> Pipeline.fromOnnx(floats).quantize(INT4.awq(Calibrations.text("a"))).plan())
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("awq");
    }

    @Test
    void noTextIsRefused() {
        assertThatThrownBy(() -> Calibrations.text(" \n")).isInstanceOf(InvalidOptionException.class);
        final Calibration none = RecordedCalibration.of(List.of());
        assertThatThrownBy(() -> export(INT4.gptq(none), "q")).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("calibration: expected text, found none");
        assertThat(work.resolve("q")).doesNotExist();
    }

    @Test
    void anInterruptEndsTheRunAndLeavesNothing() {
        final var calibration = RecordedCalibration.of(List.of(ids(64)));
        final var interrupting = new Interrupting(calibration);
        assertThatThrownBy(() -> export(INT4.gptq(interrupting), "q"))
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(work).isEmptyDirectory();
    }

    /** Adapters that are switched would multiply inputs that the factors of AWQ have been taken out of. */
    @Test
    void scaledInputsAndSwitchedAdaptersAreRefusedTogether() {
        final var calibration = Calibrations.text("a");
        final var pipeline = Pipeline.from(FIXTURES.resolve("qwen2"))
                .switchableAdapter("mine", FIXTURES.resolve("qwen2_lora"));
        assertThatThrownBy(() -> pipeline.quantize(INT4.awq(calibration)).plan())
                .isInstanceOf(InvalidOptionException.class).hasMessageContainingAll("awq", "mine", "gptq");
        assertThat(pipeline.quantize(INT4.gptq(calibration)).plan().precision()).isEqualTo("int4");
    }

    @Test
    void inputsThatAreNoNumbersEndTheRun() {
        final var poisoned = new Poisoned(RecordedCalibration.of(List.of(ids(64))));
        for (final Blockwise precision : List.of(INT4.awq(poisoned), INT4.gptq(poisoned))) {
            assertThatThrownBy(() -> export(precision, "q")).isInstanceOf(ModelRunException.class)
                    .hasMessageContainingAll("model.layers.0", "NaN");
            assertThat(work).isEmptyDirectory();
        }
    }

    /** Yields NaN for one input of everything that is tapped. */
    private record Poisoned(Calibration base) implements Calibration {

        @Override
        public String description() {
            return base.description();
        }

        @Override
        public int tokens() {
            return base.tokens();
        }

        @Override
        public boolean generates() {
            return base.generates();
        }

        @Override
        public List<int[]> windows(final Subject model) {
            return base.windows(model);
        }

        @Override
        public Program load(final byte[] graph) {
            final Program program = base.load(graph);
            return new Program() {
                @Override
                public void run(final Map<String, Value> inputs, final Map<String, Value> outputs) {
                    program.run(inputs, outputs);
                    outputs.values().stream().filter(value -> value.type() == Value.Type.FLOAT)
                            .forEach(value -> value.data().set(ValueLayout.JAVA_FLOAT, 0, Float.NaN));
                }

                @Override
                public void close() {
                    program.close();
                }
            };
        }
    }

    /** Interrupts the thread when the first graph is loaded. */
    private record Interrupting(Calibration base) implements Calibration {

        @Override
        public String description() {
            return base.description();
        }

        @Override
        public int tokens() {
            return base.tokens();
        }

        @Override
        public boolean generates() {
            return base.generates();
        }

        @Override
        public List<int[]> windows(final Subject model) {
            return base.windows(model);
        }

        @Override
        public Program load(final byte[] graph) {
            Thread.currentThread().interrupt();
            return base.load(graph);
        }
    }
}
