package dev.ingot.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.QualityException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityGateTest {

    private static final Path HEARTH = Path.of(System.getProperty("ingot.models")).resolve("hearth-slm");

    @TempDir
    private Path work;
    private final List<OnnxModel> registered = new ArrayList<>();
    private QualityGate gate = QualityGate.maxSize(1);

    @BeforeEach
    void readText() throws IOException {
        gate = QualityGate
                .on(Files.readString(HEARTH.resolveSibling("eval").resolve("perplexity.txt")).substring(0,
                        800))
                .work(work.resolve("temporary"));
    }

    private void convert(final QualityGate judge) {
        Pipeline.from(HEARTH).quantize(Precision.INT4).gate(judge).toOnnx(work.resolve("out"))
                .register((model, registration) -> {
                    registered.add(model);
                    return model;
                });
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(registered).isEmpty();
        try (var files = Files.list(work)) {
            assertThat(files).allSatisfy(file -> assertThat(file).isEmptyDirectory());
        }
    }

    @Test
    void whatKeepsToTheLimitsIsPublished() {
        convert(gate.maxPerplexityIncrease(0.02).minAgreement(0.95).maxDivergence(0.01).maxBytes(4_000_000));
        assertThat(registered).hasSize(1);
        assertThat(work.resolve("out/model.onnx")).exists();
        assertThat(work.resolve("temporary")).isEmptyDirectory();
    }

    @Test
    void whatPassesThemIsNot() throws IOException {
        assertThatThrownBy(() -> convert(gate.minAgreement(1).maxDivergence(1e-6)))
                .isInstanceOf(QualityException.class)
                .hasMessageMatching("out: top-1 agreement: expected at least 1, measured 0\\.9\\d+;"
                        + " KL divergence per token: expected at most 1\\.00000e-06, measured .*")
                .satisfies(e -> assertThat(((QualityException) e).breaches()).hasSize(2));
        assertNothingIsLeft();
        assertThatThrownBy(() -> convert(gate.maxPerplexityIncrease(-0.5)))
                .isInstanceOf(QualityException.class)
                .hasMessageContaining("perplexity increase in percent: expected at most -50");
        assertNothingIsLeft();
    }

    @Test
    void whatIsTooLargeIsNotRunAtAll() throws IOException {
        final var steps = new ArrayList<String>();
        assertThatThrownBy(() -> convert(gate.minAgreement(0).maxBytes(1_000_000)
                .listener((step, done, total) -> steps.add(step))))
                .isInstanceOf(QualityException.class).hasMessageContaining("expected at most 1000000");
        assertThat(steps).isEmpty();
        assertNothingIsLeft();
        convert(QualityGate.maxSize(4_000_000));
        assertThat(registered).hasSize(1);
    }

    @Test
    void anOnnxSourceIsComparedWithItself() {
        final Path floats = Pipeline.from(HEARTH).toOnnx(work.resolve("floats")).directory();
        final var pipeline = Pipeline.fromOnnx(floats).quantize(Precision.INT4);
        pipeline.gate(gate.minAgreement(0.95)).toOnnx(work.resolve("good"));
        assertThat(work.resolve("good/model.onnx")).exists();
        assertThatThrownBy(() -> pipeline.gate(gate.maxDivergence(0)).toOnnx(work.resolve("bad")))
                .isInstanceOf(QualityException.class);
        assertThat(work.resolve("bad")).doesNotExist();
    }

    @Test
    void limitsThatNoModelCanKeepAreRefused() {
        assertThatThrownBy(() -> gate.minAgreement(98)).isInstanceOf(InvalidOptionException.class)
                .hasMessage("minimum agreement: expected 0 to 1, found 98.0");
        assertThatThrownBy(() -> gate.maxDivergence(Double.NaN)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> gate.maxBytes(0)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> QualityGate.on(" \n")).isInstanceOf(InvalidOptionException.class);
        final QualityGate ofSize = QualityGate.maxSize(1);
        assertThatThrownBy(() -> ofSize.minAgreement(1)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("a text");
        final var unmeasured = new VariantQuality("v", 1, Optional.empty(), List.of(), List.of());
        assertThatThrownBy(() -> QualityLimits.NONE.minAgreement(1).check(unmeasured))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("a text");
    }

    @Test
    void aFigureThatIsNoNumberKeepsToNoLimit() {
        final var broken = new VariantQuality("v", 1,
                Optional.of(new TextScore(1, Double.NaN, Double.NaN, Double.NaN, 0, 0, 0)), List.of(),
                List.of());
        assertThatThrownBy(() -> QualityLimits.NONE.maxPerplexityIncrease(1).check(broken))
                .isInstanceOf(QualityException.class).hasMessageContaining("NaN");
    }
}
