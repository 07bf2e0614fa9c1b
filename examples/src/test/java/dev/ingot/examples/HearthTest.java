package dev.ingot.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.runtime.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped model answers as the reference says (RECIPE.md), and quantization costs no more than it may. The whole
 * table, with every set for every precision, is what {@link Evaluate} prints.
 */
class HearthTest {

    private static final Path MODELS = Path.of(System.getProperty("ingot.models"));
    private static final int WINDOW = 512;

    @TempDir
    private Path work;

    private Generator open(final Pipeline pipeline) {
        return Generator.open(pipeline.toOnnx(work.resolve("model")));
    }

    private static Pipeline hearth(final Precision precision) {
        return Pipeline.from(MODELS.resolve("hearth-slm")).quantize(precision);
    }

    private static EvaluationSet set(final String name) throws IOException {
        return EvaluationSet.read(MODELS.resolve("eval").resolve(name));
    }

    private static double perplexity(final Generator generator) throws IOException {
        return TextScore
                .of(generator, generator, Files.readString(MODELS.resolve("eval/perplexity.txt")), WINDOW)
                .perplexity();
    }

    @Test
    void floatsAnswerAsTheReference() throws IOException {
        try (var generator = open(hearth(Precision.FP32))) {
            assertThat(perplexity(generator)).isEqualTo(1.7146, within(0.00005));
            assertThat(set("test.jsonl").correct(generator)).isEqualTo(996);
            assertThat(set("hard.jsonl").correct(generator)).isEqualTo(411);
            assertThat(set("adapter.jsonl").correct(generator)).isZero();
        }
    }

    @Test
    void eightBitsLoseNextToNothing() throws IOException {
        try (var generator = open(hearth(Precision.INT8))) {
            assertThat(perplexity(generator)).isLessThanOrEqualTo(1.7146 * 1.001);
            assertThat(set("hard.jsonl").correct(generator)).isGreaterThanOrEqualTo(411 - 5);
        }
    }

    @Test
    void fourBitsLoseLittle() throws IOException {
        try (var generator = open(hearth(Precision.INT4))) {
            assertThat(perplexity(generator)).isLessThanOrEqualTo(1.7146 * 1.003);
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
