package dev.ingot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.quality.Quality;
import dev.ingot.quality.TextScore;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped model answers as the reference says (RECIPE.md), and quantization costs no more than it may. The whole
 * table, with every set for every precision, is what {@link Evaluate} prints.
 */
class HearthTest {

    /** Many answers in a step take a fraction of the time that they take one after another. */
    private static final GeneratorOptions TOGETHER = GeneratorOptions.DEFAULT.sequences(16);

    private static final Path MODELS = Path.of(System.getProperty("ingot.models"));

    @TempDir
    private Path work;

    private Generator open(final Pipeline pipeline) {
        return Generator.open(pipeline.toOnnx(work.resolve("model")), TOGETHER);
    }

    private static Pipeline hearth(final Precision precision) {
        return Pipeline.from(MODELS.resolve("hearth-slm")).quantize(precision);
    }

    private static EvaluationSet set(final String name) throws IOException {
        return EvaluationSet.read(MODELS.resolve("eval").resolve(name));
    }

    /** Compares what {@link #open} has written with the floats. */
    private TextScore score() throws IOException {
        return Quality.of(MODELS.resolve("hearth-slm")).compare("model", work.resolve("model"))
                .text(MODELS.resolve("eval/perplexity.txt")).work(work).measure().variants().getFirst()
                .score()
                .orElseThrow();
    }

    @Test
    void floatsAnswerAsTheReference() throws IOException {
        try (var generator = open(hearth(Precision.FP32))) {
            assertThat(score().perplexity()).isEqualTo(1.7146, within(0.00005));
            assertThat(set("test.jsonl").correct(generator)).isEqualTo(996);
            assertThat(set("hard.jsonl").correct(generator)).isEqualTo(411);
            assertThat(set("adapter.jsonl").correct(generator)).isZero();
        }
    }

    @Test
    void eightBitsLoseNextToNothing() throws IOException {
        try (var generator = open(hearth(Precision.INT8))) {
            final TextScore score = score();
            assertThat(score.divergence()).isLessThanOrEqualTo(0.0001);
            assertThat(score.increase()).isLessThanOrEqualTo(0.001);
            assertThat(set("hard.jsonl").correct(generator)).isGreaterThanOrEqualTo(411 - 5);
        }
    }

    @Test
    void fourBitsLoseLittle() throws IOException {
        final var weights = Precision.INT4.operators(Precision.INT4.operators().accuracyLevel(0));
        hearth(weights).toOnnx(work.resolve("model"));
        assertThat(score().divergence()).isLessThanOrEqualTo(0.00075);
        try (var generator = open(hearth(Precision.INT4).overwrite())) {
            final TextScore score = score();
            assertThat(score.divergence()).isLessThanOrEqualTo(0.00080);
            assertThat(score.increase()).isLessThanOrEqualTo(0.002);
            assertThat(set("hard.jsonl").correct(generator)).isGreaterThanOrEqualTo(411 - 10);
        }
    }

    @Test
    void adapterTeachesTheScenes() throws IOException {
        try (var generator = open(hearth(Precision.FP32).adapter(MODELS.resolve("hearth-lora")))) {
            assertThat(set("adapter.jsonl").correct(generator)).isEqualTo(196);
        }
    }
}
