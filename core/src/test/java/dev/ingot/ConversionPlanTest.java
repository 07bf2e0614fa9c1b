package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionPlanTest {

    private static final Path FIXTURES = Path.of(System.getProperty("ingot.fixtures"));

    @TempDir
    private Path work;

    private static long size(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @ParameterizedTest
    @CsvSource({"qwen2, fp32", "qwen2, int8", "llama, int4", "qwen3, int4", "llama, fp16"})
    void sizesAreThoseOfTheConversionToTheByte(final String model, final String precision)
            throws IOException {
        final var pipeline = Pipeline.from(FIXTURES.resolve(model))
                .quantize(Precision.parse(precision));
        final ConversionPlan plan = pipeline.plan();
        assertThat(work).isEmptyDirectory();
        final Path output = pipeline.toOnnx(work.resolve("out")).directory();
        assertThat(plan.outputBytes()).isEqualTo(size(output));
        // Between tensors there is only padding, and beside the data file only what is no weight.
        final long weights = plan.groups().stream().mapToLong(ConversionPlan.Group::after).sum();
        final long data = Files.size(output.resolve("model.onnx.data"));
        assertThat(weights).isBetween(data - 4096L * plan.tensors() * 3, data);
        assertThat(plan.groups().stream().mapToLong(ConversionPlan.Group::before).sum())
                .isEqualTo(plan.sourceBytes());
        assertThat(plan.diskBytes()).isGreaterThan(plan.outputBytes());
        assertThat(plan.runMemory()).isGreaterThan(plan.outputBytes());
    }

    @Test
    void adaptersBesideTheModelCountWithTheFrameOfTheirFiles() throws IOException {
        final Path model = FIXTURES.resolve("qwen2");
        final Path adapter = FIXTURES.resolve("qwen2_lora");
        final var pipeline = Pipeline.from(model).quantize(Precision.INT4)
                .switchableAdapter("mine", adapter).switchableAdapter("other", adapter);
        final ConversionPlan plan = pipeline.plan();
        final Path output = pipeline.toOnnx(work.resolve("out")).directory();
        assertThat(output.resolve("other.onnx_adapter")).isNotEmptyFile();
        assertThat(plan.outputBytes()).isEqualTo(size(output));
    }

    @Test
    void everyPartOfAModelIsInItsGroup() {
        final var plan = Pipeline.from(FIXTURES.resolve("llama")).plan();
        assertThat(plan.architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(plan.precision()).isEqualTo("fp32");
        assertThat(plan.groups()).extracting(ConversionPlan.Group::name)
                .containsExactlyInAnyOrder("embedding", "attention", "mlp", "norms", "head", "other");
        assertThat(plan.groups()).filteredOn(group -> !group.name().equals("other"))
                .allSatisfy(group -> assertThat(group.after()).isPositive()
                        .isIn(group.before(), 2 * group.before()));
    }

    @Test
    void aModelThatCannotBeConvertedHasNoPlan() {
        assertThatThrownBy(() -> Pipeline.from(work).plan()).isInstanceOf(ModelFormatException.class);
    }
}
