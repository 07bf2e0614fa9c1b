package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that llama.cpp quantized give the logits and the greedy tokens that llama.cpp gets from the same weights as floats,
 * with nothing beside them.
 */
final class GgufModelsTest {

    private static final Path FILES = Fixtures.directory("gguf");

    /** Of the largest magnitude. */
    private static final float TOLERANCE = 1e-4f;

    /** ggml looks the activation of these models up in a table of 16-bit floats. */
    private static final float TABLE_TOLERANCE = 2e-3f;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama3", "mistral", "qwen2", "qwen3", "qwen3moe", "granite", "olmo2",
            "phi3",
            "phi3_longrope", "phi4mini_longrope", "smollm3"})
    void giveTheirWritersLogitsAndTokens(final String name) throws IOException {
        check(name, TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma", "gemma2", "gemma3"})
    void giveTheirWritersLogitsAndTokensAsFarAsItsActivationGoes(final String name) throws IOException {
        check(name, TABLE_TOLERANCE);
    }

    private void check(final String name, final float tolerance) throws IOException {
        final Path alone = Files.copy(FILES.resolve(name + ".gguf"), directory.resolve("model.gguf"));
        Fixtures.export(alone, directory.resolve("out"));
        final var prompts = JsonFiles.read(FILES.resolve("golden.json")).object("models").orElseThrow();
        try (var generator = Generator.open(directory.resolve("out"))) {
            for (final var prompt : Fixtures.objects(prompts.raw(name))) {
                checkPrompt(generator, prompt, tolerance);
            }
        }
    }

    private static void checkPrompt(final Generator generator, final Map<String, @Nullable Object> prompt,
            final float tolerance) {
        final int[] ids = Fixtures.ids(prompt.get("input_ids"));
        final float[] expected = Fixtures.array(FILES.resolve("golden.safetensors"),
                Objects.toString(prompt.get("last_logits")));
        final float[] found = generator.logits(ids)[ids.length - 1];
        float largest = 0;
        for (final float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i])).as("logit %d", i)
                    .isLessThanOrEqualTo(tolerance * largest);
        }
        final int[] greedy = Fixtures.ids(prompt.get("greedy"));
        final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(greedy.length);
        assertThat(generator.generate(ids, options).tokens())
                .containsExactlyElementsOf(IntStream.of(greedy).boxed().toList());
    }
}
