package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.QualityException;
import dev.ingot.error.QualityException.Breach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelGateTest {

    private static final Path QWEN = Path.of(System.getProperty("ingot.fixtures"), "qwen2");
    private static final Breach TOO_LARGE = new Breach("bytes", 20, 10, false);

    @TempDir
    private Path work;
    private final List<ModelGate.Candidate> seen = new ArrayList<>();

    private Pipeline pipeline(final Precision precision) {
        return Pipeline.from(QWEN).quantize(precision);
    }

    private void refuse(final ModelGate.Candidate candidate) {
        seen.add(candidate);
        throw new QualityException(candidate.name(), List.of(TOO_LARGE));
    }

    private List<Path> entries() throws IOException {
        try (var files = Files.list(work)) {
            return files.toList();
        }
    }

    @Test
    void seesTheWholeModelBeforeItIsPublished() {
        pipeline(Precision.INT4).name("small").gate(candidate -> {
            seen.add(candidate);
            assertThat(candidate.model().directory().resolve("model.onnx.data")).isNotEmptyFile();
            assertThat(candidate.model().directory().resolve("genai_config.json")).exists();
            assertThat(work.resolve("out")).doesNotExist();
        }).toOnnx(work.resolve("out"));
        assertThat(seen).extracting(ModelGate.Candidate::name).containsExactly("small");
        assertThat(seen.getFirst().source()).isEqualTo(QWEN);
        assertThat(work.resolve("out/model.onnx")).exists();
    }

    @Test
    void offersTheSameConversionInFloats() {
        pipeline(Precision.INT4).adapter(QWEN.resolveSibling("qwen2_lora")).gate(
                candidate -> candidate.floats().orElseThrow().toOnnx(work.resolve("floats")))
                .toOnnx(work.resolve("out"));
        pipeline(Precision.FP32).adapter(QWEN.resolveSibling("qwen2_lora")).toOnnx(work.resolve("expected"));
        assertThat(work.resolve("floats/model.onnx.data"))
                .hasSameBinaryContentAs(work.resolve("expected/model.onnx.data"));
    }

    @Test
    void whatItRefusesDoesNotAppear() throws IOException {
        final Pipeline gated = pipeline(Precision.INT4).gate(this::refuse);
        assertThatThrownBy(() -> gated.toOnnx(work.resolve("out"))).isInstanceOf(QualityException.class)
                .hasMessage("out: bytes: expected at most 10, measured 20")
                .satisfies(e -> assertThat(((QualityException) e).breaches()).containsExactly(TOO_LARGE));
        assertThat(entries()).isEmpty();
    }

    @Test
    void aSizeThatIsTooLargeIsRefusedBeforeAnythingIsWritten() throws IOException {
        final var stages = new ArrayList<Progress.Stage>();
        final Pipeline plain = pipeline(Precision.INT4).progress(progress -> stages.add(progress.stage()));
        final long planned = plain.plan().outputBytes();
        final Pipeline gated = plain.gate(new ModelGate() {
            @Override
            public void check(final Candidate candidate) {
                throw new AssertionError("written already");
            }

            @Override
            public void checkSize(final String name, final long bytes) {
                assertThat(bytes).isEqualTo(planned);
                throw new QualityException(name, List.of(TOO_LARGE));
            }
        });
        assertThatThrownBy(() -> gated.toOnnx(work.resolve("out"))).isInstanceOf(QualityException.class)
                .hasMessageStartingWith("out: ");
        assertThat(stages).containsOnly(Progress.Stage.READING);
        assertThat(entries()).isEmpty();
    }

    @Test
    void whatItRefusesReplacesNothing() {
        pipeline(Precision.FP32).toOnnx(work.resolve("out"));
        final long before = work.resolve("out/model.onnx.data").toFile().length();
        final Pipeline gated = pipeline(Precision.INT4).overwrite().gate(this::refuse);
        assertThatThrownBy(() -> gated.toOnnx(work.resolve("out"))).isInstanceOf(QualityException.class);
        assertThat(work.resolve("out/model.onnx.data")).hasSize(before);
    }

    @Test
    void judgesWhatTheCacheHasKept() {
        final Pipeline cached = pipeline(Precision.INT4).conversionCache(work.resolve("cache"));
        cached.toOnnx(work.resolve("first"));
        assertThatThrownBy(() -> cached.gate(this::refuse).toOnnx(work.resolve("second")))
                .isInstanceOf(QualityException.class);
        assertThat(work.resolve("second")).doesNotExist();
        assertThatThrownBy(() -> cached.gate(this::refuse).toOnnx(work.resolve("first")))
                .isInstanceOf(QualityException.class);
        assertThat(work.resolve("first/model.onnx")).exists();
    }

    @Test
    void whatItRefusesIsNotKept() {
        final Pipeline gated = pipeline(Precision.INT4).conversionCache(work.resolve("cache"))
                .gate(this::refuse);
        assertThatThrownBy(() -> gated.toOnnx(work.resolve("out"))).isInstanceOf(QualityException.class);
        assertThat(work.resolve("cache")).satisfiesAnyOf(path -> assertThat(path).doesNotExist(),
                path -> assertThat(path).isEmptyDirectory());
    }

    @Test
    void saysLeastAndMostInWords() {
        assertThat(new QualityException("m", List.of(new Breach("agreement", 0.97, 0.98, true), TOO_LARGE)))
                .hasMessage("m: agreement: expected at least 0.980000, measured 0.970000;"
                        + " bytes: expected at most 10, measured 20");
    }
}
