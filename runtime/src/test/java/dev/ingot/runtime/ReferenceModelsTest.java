package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported models say what the reference implementation says. */
final class ReferenceModelsTest {

    /** Of the largest magnitude. */
    private static final float TOLERANCE = 1e-4f;

    @TempDir
    Path directory;

    /** Adapters are merged; what is quantized stays so and is multiplied in floats. */
    @ParameterizedTest
    @MethodSource("dev.ingot.runtime.Fixtures#all")
    void fixturesGiveTheReferenceLogitsAndTokens(final String fixture) {
        final Path source = Fixtures.directory(fixture);
        check(source, Fixtures.golden(source), source.resolve("golden.safetensors"));
    }

    @Test
    void hearthGivesTheReferenceLogitsAndTokens() {
        final Path golden = Fixtures.evaluation();
        check(Fixtures.hearth(), Fixtures.golden(golden), golden.resolve("golden.safetensors"));
    }

    private void check(final Path source, final JsonObject golden, final Path arrays) {
        Fixtures.export(source, directory.resolve("model"));
        try (var generator = Generator.open(directory.resolve("model"))) {
            for (final var prompt : Fixtures.objects(golden.raw("prompts"))) {
                checkPrompt(generator, prompt, arrays);
            }
        }
    }

    private static void checkPrompt(final Generator generator, final Map<String, @Nullable Object> prompt,
            final Path arrays) {
        final int[] ids = Fixtures.ids(prompt.get("input_ids"));
        final float[][] logits = generator.logits(ids);
        checkRow(logits[ids.length - 1],
                Fixtures.array(arrays, Objects.toString(prompt.get("last_logits"))), 0);
        if (prompt.get("all_logits") instanceof String name) {
            final float[] all = Fixtures.array(arrays, name);
            for (int i = 0; i < ids.length; i++) {
                checkRow(logits[i], all, i);
            }
        }
        final int[] greedy = Fixtures.ids(prompt.get("greedy"));
        final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(greedy.length);
        final Generation generation = generator.generate(ids, options);
        assertThat(generation.tokens()).containsExactlyElementsOf(IntStream.of(greedy).boxed().toList());
        assertThat(generation.promptTokens()).hasSize(ids.length);
    }

    private static void checkRow(final float[] found, final float[] expected, final int row) {
        float largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected[row * found.length + i]));
        }
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("logit %d of position %d", i, row)
                    .isCloseTo(expected[row * found.length + i],
                            org.assertj.core.data.Offset.offset(largest * TOLERANCE));
        }
    }
}
