package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request gives, on the small Qwen 2 of the fixtures (context 512). */
final class GeneratorTest {

    private static final String PROMPT = "The gardener planted three rows of";
    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy());

    @TempDir
    static Path directory;
    private static Path model;
    private static Generator generator;

    @BeforeAll
    static void load() {
        model = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("model")).directory();
        generator = Generator.open(model);
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    @Test
    void piecesMakeUpTheText() {
        final var pieces = new StringBuilder();
        final var ids = new ArrayList<Integer>();
        final Generation found = generator.generate(PROMPT, GREEDY.maxNewTokens(40), token -> {
            pieces.append(token.text());
            if (token.id() != Token.NONE) {
                ids.add(token.id());
            }
        });
        assertThat(found.text()).isEqualTo(pieces.toString());
        assertThat(found.tokens()).isEqualTo(ids);
        assertThat(found.text()).isEqualTo(generator.tokenizer().decode(array(found.tokens())));
        assertThat(found.promptTokens())
                .isEqualTo(IntStream.of(generator.tokenizer().encode(PROMPT)).boxed().toList());
    }

    private static int[] array(final List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void maxNewTokensEndsTheAnswer() {
        final Generation found = generator.generate(PROMPT, GREEDY.maxNewTokens(5));
        assertThat(found.tokens()).hasSize(5);
        assertThat(found.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(found.timings().tokens()).isEqualTo(5);
        assertThat(found.timings().tokensPerSecond()).isPositive();
    }

    @Test
    void maxLengthCountsThePrompt() {
        final Generation found = generator.generate(PROMPT, GREEDY.maxLength(20));
        assertThat(found.promptTokens().size() + found.tokens().size()).isEqualTo(20);
        assertThat(found.finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void theContextIsTheLastLimit() {
        final var prompt = new int[500];
        assertThat(generator.generate(prompt, GREEDY.maxNewTokens(100)).tokens()).hasSize(12);
        assertThat(generator.generate(prompt, GREEDY.maxLength(9999)).tokens()).hasSize(12);
    }

    @Test
    void theEndTokenEndsTheAnswerAndIsNotPartOfIt() throws IOException {
        final List<Integer> tokens = generator.generate(PROMPT, GREEDY.maxNewTokens(9)).tokens();
        final int end = tokens.get(6);
        final Path other = copy(model, "ends");
        final Path config = other.resolve("genai_config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\"eos_token_id\": (\\[[^]]*]|\\d+)",
                "\"eos_token_id\": [599, " + end + "]"));
        try (var ends = Generator.open(other)) {
            final Generation found = ends.generate(PROMPT, GREEDY);
            assertThat(found.tokens()).isEqualTo(tokens.subList(0, tokens.indexOf(end)));
            assertThat(found.finishReason()).isEqualTo(FinishReason.STOP);
        }
    }

    private static Path copy(final Path source, final String name) throws IOException {
        final Path target = Files.createDirectory(directory.resolve(name));
        try (var files = Files.list(source)) {
            for (final Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    @Test
    void stopStringsEndTheAnswerAndAreNotPartOfIt() {
        final String whole = generator.generate(PROMPT, GREEDY.maxNewTokens(40)).text();
        final String stop = whole.substring(12, 17);
        final var pieces = new StringBuilder();
        final Generation found = generator.generate(PROMPT, GREEDY.maxNewTokens(40).stop("never", stop),
                token -> pieces.append(token.text()));
        assertThat(found.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(pieces).hasToString(found.text());
        assertThat(found.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void textThatOnlyBeginsLikeAStopComesAtTheEnd() {
        final Generation whole = generator.generate(PROMPT, GREEDY.maxNewTokens(10));
        final var pieces = new StringBuilder();
        final String last = whole.text().substring(whole.text().length() - 1);
        final Generation found = generator.generate(PROMPT, GREEDY.maxNewTokens(10).stop(last + "\0never"),
                token -> pieces.append(token.text()));
        assertThat(found.text()).isEqualTo(whole.text());
        assertThat(pieces).hasToString(whole.text());
    }

    @Test
    void seedsReproduce() {
        final Sampling warm = Sampling.modelDefaults().temperature(1.5).topK(0).topP(1);
        final var first = generator.generate(PROMPT, GREEDY.maxNewTokens(30).sampling(warm.seed(7)));
        final var second = generator.generate(PROMPT, GREEDY.maxNewTokens(30).sampling(warm.seed(7)));
        final var third = generator.generate(PROMPT, GREEDY.maxNewTokens(30).sampling(warm.seed(8)));
        assertThat(second.tokens()).isEqualTo(first.tokens());
        assertThat(third.tokens()).isNotEqualTo(first.tokens());
    }

    @Test
    void logprobsAreThoseOfTheModelWhateverIsDoneWithItsLogits() {
        final var options = GREEDY.maxNewTokens(12).logprobs(3);
        final var streamed = new ArrayList<Logprobs>();
        final Generation found = generator.generate(PROMPT, options.sampling(Sampling.greedy()
                .logitBias(7, Double.NEGATIVE_INFINITY).frequencyPenalty(4)),
                token -> token.logprobs().ifPresent(
                        streamed::add));
        assertThat(found.logprobs()).hasSize(12).isEqualTo(streamed);
        final var text = new ArrayList<>(found.promptTokens());
        text.addAll(found.tokens());
        final float[][] logits = generator.logits(array(text));
        for (int i = 0; i < 12; i++) {
            final float[] row = logits[found.promptTokens().size() - 1 + i];
            final double mass = Math
                    .log(IntStream.range(0, row.length).mapToDouble(id -> Math.exp(row[id])).sum());
            final Logprobs one = found.logprobs().get(i);
            assertThat(one.chosen()).isCloseTo(row[found.tokens().get(i)] - mass, within(1e-4));
            assertThat(one.top()).hasSize(3).allSatisfy(
                    it -> assertThat(it.logprob()).isCloseTo(row[it.id()] - mass, within(1e-4)));
            assertThat(one.top().getFirst().logprob()).isGreaterThanOrEqualTo(one.top().getLast().logprob());
        }
        assertThat(generator.generate(PROMPT, GREEDY.maxNewTokens(2)).logprobs()).isEmpty();
    }

    @Test
    void anAnswerIsAsLongAsAskedAtLeast() throws IOException {
        final List<Integer> tokens = generator.generate(PROMPT, GREEDY.maxNewTokens(9)).tokens();
        final Path other = copy(model, "least");
        final Path config = other.resolve("genai_config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\"eos_token_id\": (\\[[^]]*]|\\d+)",
                "\"eos_token_id\": " + tokens.get(2)));
        try (var ends = Generator.open(other)) {
            final Generation found = ends.generate(PROMPT, GREEDY.minNewTokens(6).maxNewTokens(9));
            assertThat(found.tokens()).hasSizeGreaterThanOrEqualTo(6).startsWith(tokens.get(0),
                    tokens.get(1));
            assertThat(found.tokens().subList(0, 6)).doesNotContain(tokens.get(2));
        }
    }

    @Test
    void theModelsOwnSettingsHoldForWhatARequestLeavesOpen() throws IOException {
        final Path source = copy(Fixtures.directory("qwen2"), "own");
        Files.writeString(source.resolve("generation_config.json"), """
                {"do_sample": true, "temperature": 30.0, "top_k": 0, "min_p": 0.99, "no_repeat_ngram_size": 1,
                "max_new_tokens": 20, "min_new_tokens": 20, "eos_token_id": 599}""");
        final Path made = Fixtures.export(source, directory.resolve("owned")).directory();
        try (var own = Generator.open(made)) {
            final Generation found = own.generate(PROMPT);
            assertThat(found.tokens()).hasSize(20).doesNotHaveDuplicates()
                    .doesNotContainAnyElementsOf(found.promptTokens());
            final Generation other = own.generate(PROMPT, GREEDY.maxNewTokens(30));
            assertThat(other.tokens())
                    .isEqualTo(generator.generate(PROMPT, GREEDY.maxNewTokens(30)).tokens());
        }
    }

    @Test
    void forcedTokensAndForbiddenRunsHold() {
        final Sampling forced = Sampling.greedy().logitBias(300, 1000).logitBias(301, 1000);
        final List<Integer> once = generator
                .generate(PROMPT, GREEDY.maxNewTokens(6).sampling(forced.noRepeatNgram(1))).tokens();
        assertThat(once).doesNotHaveDuplicates();
        assertThat(once.subList(0, 2)).containsExactlyInAnyOrder(300, 301);
        assertThat(generator.generate(PROMPT, GREEDY.maxNewTokens(6).sampling(forced.frequencyPenalty(100)))
                .tokens()).containsOnly(300, 301).filteredOn(id -> id == 300).hasSize(3);
    }

    @Test
    void stepsAndCachesOfAnySizeGiveTheSameTokens() {
        final List<Integer> expected = generator.generate(PROMPT, GREEDY.maxNewTokens(400)).tokens();
        assertThat(expected).hasSize(400);
        for (final int chunk : new int[]{1, 7, 300}) {
            try (var other = Generator.open(model, GeneratorOptions.DEFAULT.prefillChunk(chunk).threads(1)
                    .spin(java.time.Duration.ZERO).memoryArena(false))) {
                final int[] longPrompt = array(expected);
                assertThat(other.generate(PROMPT, GREEDY.maxNewTokens(400)).tokens()).isEqualTo(expected);
                assertThat(other.generate(longPrompt, GREEDY.maxNewTokens(60)).tokens())
                        .isEqualTo(generator.generate(longPrompt, GREEDY.maxNewTokens(60)).tokens());
            }
        }
    }

    @Test
    void evaluationAgreesWithGreedyGeneration() {
        final Generation found = generator.generate(PROMPT, GREEDY.maxNewTokens(300));
        final var text = new ArrayList<>(found.promptTokens());
        text.addAll(found.tokens());
        final int first = found.promptTokens().size();
        final int[] positions = {0};
        generator.logits(array(text), (position, logits) -> {
            assertThat(position).isEqualTo(positions[0]++);
            if (position >= first - 1 && position < text.size() - 1) {
                final int best = IntStream.range(0, logits.length)
                        .reduce((a, b) -> logits[b] > logits[a] ? b : a).orElseThrow();
                assertThat(best).isEqualTo(text.get(position + 1));
            }
        });
        assertThat(positions[0]).isEqualTo(text.size());
    }

    @Test
    void promptsThatDoNotFitAreRefusedWithTheCounts() {
        assertThatThrownBy(() -> generator.generate(new int[0], GREEDY))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("empty");
        assertThatThrownBy(() -> generator.generate(new int[512], GREEDY))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("512");
        assertThatThrownBy(() -> generator.generate(new int[30], GREEDY.maxLength(25)))
                .isInstanceOf(InvalidOptionException.class).hasMessageContainingAll("30", "25", "512");
        assertThatThrownBy(() -> generator.generate(new int[]{1, 640}, GREEDY))
                .isInstanceOf(InvalidOptionException.class).hasMessageContainingAll("token 1", "639", "640");
        final var biased = GREEDY.sampling(Sampling.greedy().logitBias(640, 1));
        assertThatThrownBy(() -> generator.generate(new int[]{1}, biased))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("logit bias", "639", "640");
        assertThatThrownBy(() -> generator.logits(new int[513]))
                .isInstanceOf(InvalidOptionException.class).hasMessageContainingAll("513", "512");
    }

    @Test
    void missingFilesAreNamed(@TempDir final Path empty) throws IOException {
        assertThatThrownBy(() -> Generator.open(empty)).isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("genai_config.json", "give the directory that");
        assertThatThrownBy(() -> Generator.open(Fixtures.directory("qwen2")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("Hugging Face directory", "Pipeline.from(directory).toOnnx(target)");
        Files.copy(model.resolve("genai_config.json"), empty.resolve("genai_config.json"));
        assertThatThrownBy(() -> Generator.open(empty)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.onnx");
    }
}
