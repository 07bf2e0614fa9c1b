package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.OnnxModel;
import dev.ingot.Precision;
import dev.ingot.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped model in four bits, where a step of a single token rounds otherwise than one of several. */
final class SameBitsTest {

    private static final int PROMPTS = 8;
    private static final GeneratorOptions SAME = GeneratorOptions.DEFAULT.sameBits(true);
    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .minNewTokens(32).maxNewTokens(32).logprobs(2);
    private static final GenerationOptions TURN = GREEDY.minNewTokens(0);
    private static final GenerationOptions DRAWN = GREEDY
            .sampling(Sampling.plain().temperature(0.7).topP(0.95).seed(3));

    @TempDir
    static Path directory;
    private static OnnxModel model;

    @BeforeAll
    static void export() {
        model = Fixtures.export(Fixtures.hearth(), Precision.INT4, directory.resolve("hearth"));
    }

    /** Tokens and the log-probabilities of each and of the best two, to the last bit. */
    private static List<Object> bits(final List<Generation> answers) {
        return answers.stream().<Object>map(it -> List.of(it.tokens(), it.logprobs())).toList();
    }

    private static List<String> prompts() throws IOException {
        final List<String> lines = Files.readAllLines(Fixtures.evaluation().resolve("perplexity.txt"))
                .stream().filter(line -> line.length() > 60).toList();
        return IntStream.range(0, PROMPTS)
                .mapToObj(i -> lines.get(i * 7 % lines.size()).substring(0, 1 + i * 37 % 59)).toList();
    }

    @Test
    void answersAreThoseOfSingleRequestsBesideOthersAndWithGuesses() throws IOException {
        final List<String> prompts = prompts();
        try (var generator = Generator.open(model, SAME)) {
            for (final GenerationOptions options : List.of(GREEDY, DRAWN)) {
                final var alone = bits(
                        prompts.stream().map(it -> generator.generate(it, options)).toList());
                assertThat(bits(generator.generateAll(prompts, options))).isEqualTo(alone);
                final var guessing = options.speculation(new Speculation.PromptLookup(1, 12));
                final var guessed = prompts.stream().map(it -> generator.generate(it, guessing)).toList();
                assertThat(bits(guessed)).isEqualTo(alone);
                assertThat(guessed.stream().mapToInt(it -> it.drafts().orElseThrow().accepted()).sum())
                        .isPositive();
                assertThat(bits(generator.generateAll(prompts, guessing))).isEqualTo(alone);
            }
        }
    }

    @Test
    void conversationsSayWhatTheySayFromTheBeginning() {
        final var questions = List.of("dim the kitchen lights to 40%", "and the hall?", "all of them off");
        final var warm = new ArrayList<Generation>();
        final var cold = new ArrayList<Generation>();
        try (var generator = Generator.open(model, SAME)) {
            final ChatSession talk = generator.chat(TURN);
            for (final String question : questions) {
                final var before = talk.history();
                warm.add(talk.ask(question));
                try (var fresh = Generator.open(model, SAME.sequences(1).prefillChunk(7))) {
                    final ChatSession again = fresh.chat(TURN);
                    before.forEach(again::add);
                    cold.add(again.ask(question));
                }
            }
        }
        assertThat(warm.getLast().cachedTokens()).isPositive();
        assertThat(bits(warm)).isEqualTo(bits(cold));
    }

    /** Texts of one token, and steps of one. */
    @Test
    void logitsDoNotDependOnTheSteps() {
        final int[] text = IntStream.range(0, 41).map(i -> (i * 37 + 5) % 500).toArray();
        final var pooling = EmbeddingOptions.DEFAULT.pooling(Pooling.MEAN);
        final float[][] expected;
        final float[] vector;
        try (var generator = Generator.open(model, SAME)) {
            expected = generator.logits(text);
            vector = generator.embedder(pooling).embed(text);
        }
        for (final int chunk : new int[]{1, 2, 8}) {
            try (var generator = Generator.open(model, SAME.prefillChunk(chunk))) {
                assertThat(generator.logits(text)).as("steps of %d", chunk).isDeepEqualTo(expected);
                final var first = generator.generate(Arrays.copyOf(text, 1),
                        GREEDY.minNewTokens(1).maxNewTokens(1));
                assertThat(first.tokens()).singleElement().isEqualTo(best(expected[0]));
                assertThat(generator.embedder(pooling).embed(text)).containsExactly(vector);
            }
        }
    }

    private static int best(final float[] row) {
        return IntStream.range(0, row.length).reduce(0, (one, other) -> row[other] > row[one] ? other : one);
    }

    @Test
    void aGraphThatScoresTheLastPositionOnlyIsRefused() {
        final Path last = directory.resolve("last");
        Fixtures.export(Fixtures.directory("qwen2"), last);
        GraphEdits.edit(last, GraphEdits::pruned);
        assertThatThrownBy(() -> Generator.open(last, SAME)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("the last one").hasMessageContaining("without sameBits");
    }
}
