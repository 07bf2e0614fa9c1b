package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Precision;
import dev.ingot.constrain.Constraint;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guessing ahead changes what is computed together, and nothing of what comes out. */
final class SpeculationTest {

    private static final String PROMPT = "The gardener planted three rows of beans and three rows of";
    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(60);
    private static final GenerationOptions LONG = GREEDY.minNewTokens(50);

    @TempDir
    static Path directory;
    private static Generator generator;
    private static Generator smaller;

    @BeforeAll
    static void load() {
        generator = Generator
                .open(Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("floats")));
        smaller = Generator
                .open(Fixtures.export(Fixtures.directory("qwen2"), Precision.INT8,
                        directory.resolve("int8")));
    }

    @AfterAll
    static void free() {
        generator.close();
        smaller.close();
    }

    static Stream<GenerationOptions> requests() {
        final GenerationOptions sampled = LONG
                .sampling(Sampling.modelDefaults().temperature(0.9).topK(40).seed(5));
        return Stream.of(GREEDY, LONG, GREEDY.maxNewTokens(1), GREEDY.maxNewTokens(2), GREEDY.maxNewTokens(7),
                LONG.stop("time"), sampled, sampled.sampling(sampled.sampling().seed(6)),
                sampled.sampling(sampled.sampling().repetitionPenalty(1.3)), LONG.logprobs(2),
                GREEDY.constraint(Constraint.regex("(the cat sat on the mat, ){3}and slept\\.")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void tokensAreThoseWithoutGuesses(final GenerationOptions options) {
        final Generation expected = generator.generate(PROMPT, options);
        assertThat(expected.drafts()).isEmpty();
        for (final Speculation speculation : List.of(Speculation.promptLookup(),
                new Speculation.PromptLookup(1, 20), Speculation.draft(smaller))) {
            final Generation found = generator.generate(PROMPT, options.speculation(speculation));
            assertThat(found.tokens()).as("%s", speculation).isEqualTo(expected.tokens());
            assertThat(found.text()).isEqualTo(expected.text());
            assertThat(found.finishReason()).isEqualTo(expected.finishReason());
            assertThat(found.logprobs()).hasSameSizeAs(expected.logprobs());
            final Drafts drafts = found.drafts().orElseThrow();
            assertThat(drafts.accepted())
                    .isLessThanOrEqualTo(Math.min(drafts.drafted(), found.tokens().size()));
        }
    }

    /** Tokens that a constraint leaves no choice of come between those that are guessed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void guessesThatWentAnotherWayAreForgottenAcrossForcedTokens(final long seed) {
        final var options = GREEDY.sampling(Sampling.modelDefaults().temperature(1.5).topK(0).seed(seed))
                .constraint(Constraint.regex("[0-9](-[0-9]){20}"));
        final String prompt = "1-2-3-4-5-6-7-8-9-1-2-3-4-5-";
        final Generation expected = generator.generate(prompt, options);
        final Generation found = generator.generate(prompt,
                options.speculation(new Speculation.PromptLookup(1, 20)));
        assertThat(found.text()).isEqualTo(expected.text());
        assertThat(found.drafts().orElseThrow().drafted()).isPositive();
    }

    @Test
    void aSmallerModelWithoutASequenceToSpareGuessesNothing() {
        try (var busy = Generator.open(directory.resolve("int8"), GeneratorOptions.DEFAULT.sequences(1));
                var unread = busy.stream(PROMPT, LONG)) {
            final var reader = unread.iterator();
            assertThat(reader.next().text()).isNotNull();
            final Generation found = generator.generate(PROMPT, LONG.speculation(Speculation.draft(busy)));
            assertThat(found.tokens()).hasSize(60);
            assertThat(found.drafts().orElseThrow().drafted()).isZero();
        }
    }

    @Test
    void cancellingReachesGuessesToo() {
        final var cancellation = new Cancellation();
        final var tokens = new AtomicInteger();
        final Generation found = generator.generate(PROMPT,
                LONG.cancellation(cancellation).speculation(Speculation.draft(smaller)), token -> {
                    if (tokens.incrementAndGet() == 5) {
                        cancellation.cancel();
                    }
                });
        assertThat(found.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(found.tokens()).hasSize(5);
    }

    @Test
    void fewerStepsAreNeededWhereGuessesAreRight() {
        final Generation found = generator.generate(PROMPT, LONG.speculation(Speculation.draft(smaller)));
        final Drafts drafts = found.drafts().orElseThrow();
        assertThat(drafts.acceptance()).isGreaterThan(0.5); // the same model, with rounded weights
        assertThat(drafts.steps()).isLessThan(found.tokens().size() / 2);
        assertThat(drafts.accepted() + drafts.steps()).isGreaterThanOrEqualTo(found.tokens().size() - 1);
    }

    @Test
    void conversationsGoOnAfterGuesses() {
        final ChatSession plain = generator.chat(GREEDY);
        final ChatSession guessed = generator.chat(GREEDY.speculation(Speculation.promptLookup()));
        for (final String question : List.of("who waters the beans?", "and the rows?",
                "who waters the beans?")) {
            assertThat(guessed.ask(question).tokens()).isEqualTo(plain.ask(question).tokens());
        }
    }

    /** Requests side by side, each with guesses of its own; the drafts' sequences are fewer than the requests. */
    @Test
    void batchesSayWhatSingleRequestsSayWithoutGuesses() {
        final List<String> prompts = List.of(PROMPT, "one two three one two three one", "Every",
                PROMPT + " corn",
                "the rows, the rows, the", "who waters the beans?");
        final var expected = prompts.stream().map(it -> generator.generate(it, LONG).tokens()).toList();
        for (final Speculation speculation : List.of(Speculation.promptLookup(),
                Speculation.draft(smaller))) {
            final var found = generator.generateAll(prompts, LONG.speculation(speculation));
            assertThat(found.stream().map(Generation::tokens)).as("%s", speculation).isEqualTo(expected);
            assertThat(found.stream().mapToInt(it -> it.drafts().orElseThrow().accepted()).sum())
                    .isPositive();
        }
    }

    @Test
    void aSmallerModelThatWasClosedIsRefused() {
        final var closed = Generator.open(directory.resolve("int8"));
        closed.close();
        final var options = GREEDY.maxNewTokens(5).speculation(Speculation.draft(closed));
        assertThatThrownBy(() -> generator.generate(PROMPT, options))
                .isInstanceOf(IllegalStateException.class);
        assertThat(generator.generate(PROMPT, LONG.maxNewTokens(60)).tokens()).hasSize(60);
    }

    @Test
    void theModelItselfAndOneOfAnotherTokenizerCannotGuess() {
        assertThatThrownBy(() -> generator.generate(PROMPT, GREEDY.speculation(Speculation.draft(generator))))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("another, smaller model");
        final var other = Fixtures.export(Fixtures.directory("llama"), directory.resolve("llama"));
        try (var foreign = Generator.open(other)) {
            assertThatThrownBy(
                    () -> generator.generate(PROMPT, GREEDY.speculation(Speculation.draft(foreign))))
                    .isInstanceOf(InvalidOptionException.class).hasMessageContaining("another tokenizer")
                    .hasMessageContaining("llama");
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Speculation.PromptLookup(0, 8))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> new Speculation.PromptLookup(17, 8))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> new Speculation.PromptLookup(2, 65))
                .isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> new Speculation.Draft(generator, 0))
                .isInstanceOf(InvalidOptionException.class);
    }

    /** Beyond the border all positions are rotated in another way: no guess may reach over it. */
    @Test
    void guessesStopAtTheBorderOfLongContexts() {
        final Path source = Fixtures.directory("phi3_longrope");
        final JsonObject crossing = Fixtures.golden(source).object("crossing").orElseThrow();
        final int[] prompt = Fixtures.ids(crossing.raw("input_ids"));
        final int[] expected = Fixtures.ids(crossing.raw("greedy_recompute"));
        final var model = Fixtures.export(source, directory.resolve("phi3"));
        try (var long3 = Generator.open(model); var draft = Generator.open(model)) {
            final Generation found = long3.generate(prompt,
                    GREEDY.maxNewTokens(expected.length).speculation(Speculation.draft(draft)));
            assertThat(found.tokens().stream().mapToInt(Integer::intValue).toArray()).isEqualTo(expected);
            assertThat(found.drafts().orElseThrow().accepted()).isPositive();
        }
    }

    @Test
    void aGraphThatScoresTheLastPositionOnlyCannotCheckGuesses() {
        final Path model = directory.resolve("last");
        Fixtures.export(Fixtures.directory("qwen2"), model);
        GraphEdits.edit(model, GraphEdits::pruned);
        try (var last = Generator.open(model)) {
            assertThatThrownBy(() -> last.generate(PROMPT, GREEDY.speculation(Speculation.promptLookup())))
                    .isInstanceOf(UnsupportedModelException.class).hasMessageContaining("the last one");
        }
    }
}
