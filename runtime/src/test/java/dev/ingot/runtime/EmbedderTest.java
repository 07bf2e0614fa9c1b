package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.onnx.Graph;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of texts, on the small Qwen 2 of the fixtures: 64 wide, its head the table of its embeddings. */
final class EmbedderTest {

    private static final EmbeddingOptions RAW = EmbeddingOptions.DEFAULT.normalized(false);
    private static final int WIDTH = 64;

    @TempDir
    static Path directory;
    private static Path source;
    private static Generator generator;

    @BeforeAll
    static void load() {
        source = Fixtures.directory("qwen2");
        generator = Generator.open(Fixtures.export(source, directory.resolve("model")));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    private static int[] prompt() {
        return Fixtures.ids(Fixtures.objects(Fixtures.golden(source).raw("prompts")).get(1).get("input_ids"));
    }

    /** The logits of the golden file are from transformers. */
    @Test
    void theLastTokensVectorTimesTheHeadAreTheReferencesLogits() {
        final var prompt = Fixtures.objects(Fixtures.golden(source).raw("prompts")).get(1);
        final float[] expected = Fixtures.array(source.resolve("golden.safetensors"),
                Objects.toString(prompt.get("last_logits")));
        final float[] head = widened(Fixtures.array(source.resolve("model.safetensors"),
                "model.embed_tokens.weight"));
        final float[] vector = generator.embedder(RAW).embed(prompt());
        assertThat(vector).hasSize(WIDTH);
        for (int id = 0; id < expected.length; id++) {
            double sum = 0;
            for (int i = 0; i < WIDTH; i++) {
                sum += (double) vector[i] * head[id * WIDTH + i];
            }
            assertThat((float) sum).as("logit %d", id).isCloseTo(expected[id], within(1e-3f));
        }
    }

    /** Two bf16 numbers lie in the bits of each float, the first in the lower half. */
    private static float[] widened(final float[] pairs) {
        final var result = new float[2 * pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            final int bits = Float.floatToRawIntBits(pairs[i]);
            result[2 * i] = Float.intBitsToFloat(bits << 16);
            result[2 * i + 1] = Float.intBitsToFloat(bits & 0xFFFF_0000);
        }
        return result;
    }

    @Test
    void theMeanIsThatOfAllBeginnings() {
        final int[] ids = Arrays.copyOf(prompt(), 12);
        final var embedder = generator.embedder(RAW);
        final var sum = new double[WIDTH];
        for (int length = 1; length <= ids.length; length++) {
            final float[] last = embedder.embed(Arrays.copyOf(ids, length));
            for (int i = 0; i < WIDTH; i++) {
                sum[i] += last[i] / (double) ids.length;
            }
        }
        final float[] mean = generator.embedder(RAW.pooling(Pooling.MEAN)).embed(ids);
        for (int i = 0; i < WIDTH; i++) {
            assertThat((double) mean[i]).isCloseTo(sum[i], within(1e-4));
        }
    }

    @Test
    void textsInStepsGiveWhatTheyGiveInOne() {
        final int[] ids = prompt();
        try (var short3 = Generator.open(directory.resolve("model"),
                GeneratorOptions.DEFAULT.prefillChunk(3))) {
            for (final Pooling pooling : Pooling.values()) {
                assertThat(short3.embedder(RAW.pooling(pooling)).embed(ids)).containsExactly(
                        generator.embedder(RAW.pooling(pooling)).embed(ids), Offset.offset(1e-4f));
            }
        }
    }

    @Test
    void normalizedVectorsHaveLengthOneAndTheSameDirection() {
        final float[] raw = generator.embedder(RAW).embed("three rows of beans");
        final float[] unit = generator.embedder(EmbeddingOptions.DEFAULT).embed("three rows of beans");
        double squares = 0;
        for (final float value : unit) {
            squares += (double) value * value;
        }
        assertThat(squares).isCloseTo(1, within(1e-6));
        assertThat(Cosine.of(raw, unit)).isCloseTo(1, within(1e-6));
    }

    @Test
    void severalTextsComeInTheirOrderAndGenerationIsUnharmed() {
        final var options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).maxNewTokens(8);
        final var before = generator.generate("three rows", options).tokens();
        final var embedder = generator.embedder(EmbeddingOptions.DEFAULT);
        final List<float[]> both = embedder.embed(List.of("beans", "peas and beans"));
        assertThat(both.getFirst()).isEqualTo(embedder.embed("beans"));
        assertThat(both.getLast()).isEqualTo(embedder.embed("peas and beans")).isNotEqualTo(both.getFirst());
        assertThat(generator.generate("three rows", options).tokens()).isEqualTo(before);
    }

    @Test
    void quantizedModelsPointTheSameWay() {
        final var int8 = Fixtures.export(source, Precision.INT8, directory.resolve("int8"));
        try (var quantized = Generator.open(int8)) {
            assertThat(Cosine.of(quantized.embedder(RAW).embed(prompt()),
                    generator.embedder(RAW).embed(prompt())))
                    .isGreaterThan(0.998);
        }
    }

    private static float[] edited(final String name, final UnaryOperator<Graph> change) {
        final Path model = directory.resolve(name);
        Fixtures.export(source, model);
        GraphEdits.edit(model, change);
        try (var other = Generator.open(model)) {
            return other.embedder(RAW).embed(prompt());
        }
    }

    @Test
    void graphsOfOthersGiveThemToo() {
        final float[] expected = generator.embedder(RAW).embed(prompt());
        assertThat(edited("declared", GraphEdits::hiddenStates)).isEqualTo(expected);
        assertThat(edited("reshaped", graph -> GraphEdits.reshaped(GraphEdits.hiddenStates(graph))))
                .containsExactly(expected, Offset.offset(1e-4f));
        assertThat(edited("capped", GraphEdits::capped)).isEqualTo(expected);
    }

    @Test
    void whatHasNoneIsRefused() {
        assertThatThrownBy(() -> edited("pruned", GraphEdits::pruned))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("pruned").hasMessageContaining("hidden_states");
    }

    @Test
    void badTextsAreRefused() {
        final var embedder = generator.embedder(RAW);
        assertThatThrownBy(() -> embedder.embed(new int[0])).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("0 tokens");
        assertThatThrownBy(() -> embedder.embed(new int[513])).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("513 tokens").hasMessageContaining("512");
        assertThatThrownBy(() -> embedder.embed(new int[]{640})).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("640");
        assertThatThrownBy(() -> generator.embedder(RAW.adapter("none")).embed("beans"))
                .isInstanceOf(InvalidOptionException.class);
    }
}
