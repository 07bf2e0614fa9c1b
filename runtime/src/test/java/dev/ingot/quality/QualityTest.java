package dev.ingot.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.reference.QwenMixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");
    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));
    private static final int WINDOW = 64;
    private static final String DOWN = "model.layers.2.mlp.down_proj.MatMul.weight";

    @TempDir
    private static Path work;
    private static String text = "";
    private static Path floats = Path.of("");
    private static Path int4 = Path.of("");

    @BeforeAll
    static void convert() throws IOException {
        text = Files.readString(HEARTH.resolveSibling("eval").resolve("perplexity.txt")).substring(0, 600);
        floats = export(HEARTH, Precision.FP32, "floats");
        int4 = export(HEARTH, Precision.INT4, "int4");
    }

    private static Path export(final Path source, final Precision precision, final String name) {
        return Pipeline.from(source).quantize(precision).toOnnx(work.resolve(name)).directory();
    }

    private static TextScore score(final Path model, final Path variant) {
        return Quality.of(model).compare("v", variant).text(text).window(WINDOW).measure().variants()
                .getFirst().score().orElseThrow();
    }

    @Test
    void aModelIsLikeItself() {
        final TextScore score = score(floats, floats);
        assertThat(score).isEqualTo(new TextScore(score.tokens(), score.perplexity(), 0, 0, 0, 1, 1));
    }

    @Test
    void figuresAreThoseOfTheFormulae() {
        try (var reference = Generator.open(floats); var variant = Generator.open(int4)) {
            final var expected = new NaiveScore();
            final int[] tokens = reference.tokenizer().encodeRendered(text);
            for (int start = 0; start < tokens.length; start += WINDOW) {
                final int[] part = Arrays.copyOfRange(tokens, start, Math.min(tokens.length, start + WINDOW));
                expected.add(reference.logits(part), variant.logits(part), part);
            }
            final TextScore score = score(HEARTH, int4);
            assertThat(score.tokens()).isEqualTo(expected.tokens).isGreaterThan(2 * WINDOW);
            assertThat(score.perplexity()).isEqualTo(Math.exp(expected.loss / expected.tokens), within(1e-9));
            assertThat(score.increase()).isEqualTo(
                    Math.exp(expected.loss / expected.tokens) / Math.exp(expected.floatLoss / expected.tokens)
                            - 1,
                    within(1e-9));
            assertThat(score.divergence()).isPositive().isEqualTo(expected.divergence / expected.tokens,
                    within(1e-9));
            assertThat(score.maxDivergence()).isEqualTo(expected.maxDivergence, within(1e-9));
            assertThat(score.agreement()).isEqualTo((double) expected.agreed / expected.tokens);
            assertThat(score.cosine()).isBetween(0.9, 1.0).isEqualTo(expected.cosine / expected.tokens,
                    within(1e-9));
        }
    }

    @Test
    void variantsInOnePassAreAsEachAlone() {
        final Path int8 = export(HEARTH, Precision.INT8, "int8");
        final var report = Quality.of(floats).compare("4", int4).compare("8", int8).text(text).window(WINDOW)
                .measure();
        assertThat(report.variants().getFirst().score()).contains(score(floats, int4));
        assertThat(report.variants().getLast().score()).contains(score(floats, int8));
        assertThat(report.variants().getLast().bytes()).isGreaterThan(report.variants().getFirst().bytes());
        assertThat(report.score().orElseThrow().perplexity())
                .isEqualTo(score(floats, floats).perplexity());
    }

    @Test
    void errorsOfAMatrixAreThoseOfItsDequantizedBlocks() throws IOException {
        final float[] weights = floats(DOWN);
        final ByteBuffer blocks = bytes(int4, DOWN + "_Q4");
        final ByteBuffer scales = bytes(int4, DOWN + "_scales");
        final ByteBuffer zeros = bytes(int4, DOWN + "_zero_points");
        final int n = 256;
        final int k = 640;
        double noise = 0;
        double signal = 0;
        double worst = 0;
        for (int row = 0; row < n; row++) {
            for (int block = 0; block < k / 32; block++) {
                double sum = 0;
                final int zero = nibble(zeros, (row * (k / 32 / 2)) * 2 + block);
                for (int i = 0; i < 32; i++) {
                    final int code = nibble(blocks, row * k + block * 32 + i);
                    final double weight = weights[(block * 32 + i) * n + row]; // stored as [K, N]
                    final double difference = scales.getFloat((row * (k / 32) + block) * 4) * (code - zero)
                            - weight;
                    sum += difference * difference;
                    signal += weight * weight;
                }
                noise += sum;
                worst = Math.max(worst, Math.sqrt(sum / 32));
            }
        }
        final MatrixQuality measured = matrix(Quality.of(HEARTH).compare("v", int4).measure(), DOWN);
        assertThat(measured.error().relative()).isEqualTo(Math.sqrt(noise / signal), within(1e-6));
        assertThat(measured.error().snr()).isEqualTo(10 * Math.log10(signal / noise), within(1e-4));
        assertThat(measured.worst()).hasSize(8)
                .isSortedAccordingTo(Comparator.comparingDouble(BlockError::error).reversed());
        assertThat(measured.worst().getFirst().error())
                .isEqualTo(worst / Math.sqrt(signal / n / k), within(1e-6));
        assertThat(measured.format().bits()).isEqualTo(4);
    }

    private static int nibble(final ByteBuffer bytes, final int index) {
        return bytes.get(index / 2) >> (index % 2 * 4) & 0xF;
    }

    private static float[] floats(final String name) throws IOException {
        final var values = new float[256 * 640];
        bytes(floats, name).asFloatBuffer().get(values);
        return values;
    }

    private static ByteBuffer bytes(final Path model, final String name) throws IOException {
        final var tensor = (Tensor.External) OnnxFiles.read(model.resolve("model.onnx")).graph()
                .initializers().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
        try (var channel = FileChannel.open(model.resolve(tensor.location()))) {
            final var bytes = ByteBuffer.allocate((int) tensor.length()).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(bytes, tensor.offset());
            return bytes.flip();
        }
    }

    private static MatrixQuality matrix(final QualityReport report, final String name) {
        return report.variants().getFirst().matrices().stream().filter(it -> it.name().equals(name))
                .findFirst().orElseThrow();
    }

    @Test
    void aFloatExportStandsForItsCheckpoint() {
        final var stored = Quality.of(HEARTH).compare("v", int4).measure().variants().getFirst();
        final var exported = Quality.of(floats).compare("v", int4).measure().variants().getFirst();
        assertThat(stored.matrices()).hasSize(6 * 5 + 1).isEqualTo(exported.matrices());
        assertThat(stored.uncompared()).isEmpty();
    }

    /** Untied head, other families, padded widths. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "phi3", "gemma2", "granite"})
    void everyMatrixFindsItsFloats(final String fixture) {
        final Path source = FIXTURES.resolve(fixture);
        final Path variant = export(source, Precision.INT4.blockSize(16), fixture);
        final Path exported = export(source, Precision.FP16, fixture + "-floats");
        for (final Path model : List.of(source, exported)) {
            final var result = Quality.of(model).compare("v", variant).measure().variants().getFirst();
            assertThat(result.uncompared()).isEmpty();
            assertThat(result.matrices()).isNotEmpty()
                    .allSatisfy(it -> assertThat(it.error().relative()).isBetween(0.001, 0.15));
        }
    }

    /** Experts stand in graphs of their own. */
    @Test
    void everyExpertFindsItsFloats() {
        final Path source = new QwenMixture().write(work.resolve("mixture"));
        final Path variant = export(source, Precision.INT4.blockSize(16), "mixture4");
        final Path exported = export(source, Precision.FP32, "mixture32");
        final var stored = Quality.of(source).compare("v", variant).measure().variants().getFirst();
        assertThat(stored.uncompared()).isEmpty();
        assertThat(stored.matrices()).hasSize(QwenMixture.LAYERS * (2 + 2 * QwenMixture.EXPERTS) + 2)
                .allSatisfy(it -> assertThat(it.error().relative()).isBetween(0.001, 0.15))
                .isEqualTo(Quality.of(exported).compare("v", variant).measure().variants().getFirst()
                        .matrices());
    }

    @Test
    void carriedBlocksInAnyOrderHaveNoError() {
        final Path source = FIXTURES.resolve("llama_gptq_actorder");
        final var result = Quality.of(source).compare("v", export(source, Precision.FP32, "gptq")).measure()
                .variants().getFirst();
        assertThat(result.matrices()).isNotEmpty()
                .allSatisfy(it -> assertThat(it.error().noise()).isZero());
    }

    /** Factors make the weights others than those of the checkpoint; head and embedding have none. */
    @Test
    void scaledMatricesAreNotComparedWithUnscaledFloats() {
        final Path source = FIXTURES.resolve("llama");
        final Path variant = export(source, Precision.INT4.blockSize(16).awq(Calibrations.text(text)), "awq");
        final var result = Quality.of(source).compare("v", variant).measure().variants().getFirst();
        assertThat(result.matrices()).isNotEmpty()
                .allSatisfy(it -> assertThat(it.error().relative()).isLessThan(0.15));
        assertThat(result.uncompared()).isNotEmpty()
                .allSatisfy(it -> assertThat(it.reason()).contains("awq"));
    }

    @Test
    void theReportSaysHowLongTheWindowsWere() {
        final var report = Quality.of(floats).compare("v", int4).text(text).window(100_000).measure();
        assertThat(report.window()).isEqualTo(512); // All that the model takes.
    }

    @Test
    void aSpoiltBlockIsTheWorst() throws IOException {
        final Path spoilt = export(HEARTH, Precision.INT4, "spoilt");
        final var scales = (Tensor.External) OnnxFiles.read(spoilt.resolve("model.onnx")).graph()
                .initializers().stream().filter(it -> it.name().equals(DOWN + "_scales")).findFirst()
                .orElseThrow();
        try (var channel = FileChannel.open(spoilt.resolve("model.onnx.data"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(9).flip(),
                    scales.offset() + (17L * 20 + 5) * Float.BYTES);
        }
        final var report = Quality.of(HEARTH).compare("v", spoilt).worstBlocks(1).measure();
        assertThat(report.variants().getFirst().worstMatrix().orElseThrow().name()).isEqualTo(DOWN);
        final var worst = matrix(report, DOWN).worst();
        assertThat(worst).hasSize(1);
        assertThat(worst.getFirst().row()).isEqualTo(17);
        assertThat(worst.getFirst().block()).isEqualTo(5);
    }

    @Test
    void aVariantOfAnotherModelIsRefusedByBothNames() {
        final Path llama = FIXTURES.resolve("llama");
        final Path other = export(llama, Precision.INT4, "other");
        assertThatThrownBy(() -> Quality.of(floats).compare("mine", other).text(text).measure())
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("mine")
                .hasMessageContaining(other.toString()).hasMessageContaining(floats.toString());
        assertThatThrownBy(() -> Quality.of(HEARTH).compare("mine", other).measure())
                .isInstanceOf(ModelFormatException.class).hasMessageContaining(other.toString())
                .hasMessageContaining(HEARTH.toString());
    }

    @Test
    void aVariantThatIsNotThereIsNamedBeforeAnythingIsExported() {
        final var steps = new ArrayList<String>();
        assertThatThrownBy(() -> Quality.of(HEARTH).compare("mine", work.resolve("none")).text(text)
                .listener((step, done, total) -> steps.add(step)).measure())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(work.resolve("none").toString(), "mine", "no such directory");
        assertThat(steps).isEmpty();
    }

    @Test
    void aVariantWithoutItsDataIsRefused() throws IOException {
        final Path broken = export(HEARTH, Precision.INT4, "broken");
        Files.delete(broken.resolve("model.onnx.data"));
        assertThatThrownBy(() -> Quality.of(HEARTH).compare("v", broken).measure())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(broken.resolve("model.onnx.data").toString());
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatThrownBy(() -> Quality.of(HEARTH).measure()).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> Quality.of(floats).compare("v", int4).text("a").measure())
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("at least 2 tokens");
        final Quality quality = Quality.of(HEARTH).compare("v", int4);
        assertThatThrownBy(() -> quality.compare("v", int4)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> quality.window(1)).isInstanceOf(InvalidOptionException.class);
    }

    @Test
    void theFloatExportIsRemoved() throws IOException {
        final Path temporary = work.resolve("temporary");
        Quality.of(HEARTH).compare("v", int4).text(text).work(temporary).measure();
        assertThat(temporary).isEmptyDirectory();
    }
}
