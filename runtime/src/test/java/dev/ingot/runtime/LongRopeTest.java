package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.OnnxModel;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose rotary frequencies depend on the length of the whole sequence. */
final class LongRopeTest {

    @TempDir
    Path directory;

    private static List<Integer> boxed(final int[] ids) {
        return Arrays.stream(ids).boxed().toList();
    }

    private static List<Integer> greedy(final Generator generator, final int[] prompt, final int count) {
        return generator.generate(prompt,
                GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(count)).tokens();
    }

    @ParameterizedTest
    @ValueSource(strings = {"phi3_longrope", "phi4mini_longrope"})
    void anAnswerThatCrossesTheBorderSaysWhatRecomputingEveryTokenSays(final String fixture) {
        final Path source = Fixtures.directory(fixture);
        final JsonObject crossing = Fixtures.golden(source).object("crossing").orElseThrow();
        final int[] prompt = Fixtures.ids(crossing.raw("input_ids"));
        final int[] expected = Fixtures.ids(crossing.raw("greedy_recompute"));
        try (var generator = Generator.open(Fixtures.export(source, directory.resolve("model")))) {
            assertThat(greedy(generator, prompt, expected.length)).isEqualTo(boxed(expected));
            // A sequence that went back behind the border has the frequencies of short ones again.
            assertThat(greedy(generator, prompt, 5)).isEqualTo(boxed(expected).subList(0, 5));
        }
    }

    @ParameterizedTest
    @CsvSource({"phi3_longrope, 7", "phi3_longrope, 64", "phi3_longrope, 97", "phi4mini_longrope, 32"})
    void aLongPromptInChunksSaysWhatItSaysInOnePiece(final String fixture, final int chunk) {
        final Path source = Fixtures.directory(fixture);
        final var prompt = Fixtures.objects(Fixtures.golden(source).raw("prompts")).get(1);
        final int[] ids = Fixtures.ids(prompt.get("input_ids"));
        final float[] expected = Fixtures.array(source.resolve("golden.safetensors"),
                Objects.toString(prompt.get("last_logits")));
        final OnnxModel model = Fixtures.export(source, directory.resolve("model"));
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.prefillChunk(chunk))) {
            final int[] greedy = Fixtures.ids(prompt.get("greedy"));
            assertThat(greedy(generator, ids, greedy.length)).isEqualTo(boxed(greedy));
            final float[] last = generator.logits(ids)[ids.length - 1];
            for (int i = 0; i < last.length; i++) {
                assertThat(last[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-3f));
            }
        }
    }
}
