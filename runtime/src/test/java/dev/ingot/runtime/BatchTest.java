package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests side by side say what each of them says alone. */
final class BatchTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy());

    @TempDir
    static Path directory;
    private static Path qwen;

    @BeforeAll
    static void export() {
        qwen = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("qwen2")).directory();
    }

    /** Beginnings, from 2 to 60 characters long, of lines that the shipped model was made for. */
    private static List<String> beginnings(final int count) throws IOException {
        final List<String> lines = Files.readAllLines(Fixtures.evaluation().resolve("perplexity.txt"))
                .stream()
                .filter(line -> line.length() > 60).toList();
        return IntStream.range(0, count)
                .mapToObj(i -> lines.get(i * 7 % lines.size()).substring(0, 2 + i * 37 % 59)).toList();
    }

    private static List<List<Integer>> tokens(final List<Generation> answers) {
        return answers.stream().map(Generation::tokens).toList();
    }

    private static int[] prompt(final int seed) {
        return IntStream.range(0, 4 + 3 * seed).map(i -> (i * 37 + seed * 101) % 590).toArray();
    }

    private static int[][] prompts(final int count) {
        return IntStream.range(0, count).mapToObj(BatchTest::prompt).toArray(int[][]::new);
    }

    /** Rows of a step have other last bits than a step of one, so of int4 only the clear choices are demanded. */
    @Test
    void theShippedModelInInt4GivesTheAnswersOfSingleRequests() throws IOException {
        checkShipped(Precision.INT4, 4, Sampling.greedy());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theShippedModelInFloatsGivesTheAnswersOfSingleRequests(final boolean drawn) throws IOException {
        checkShipped(Precision.FP32, 8, drawn
                ? Sampling.plain().temperature(0.8).topP(0.9).seed(11)
                : Sampling.greedy());
    }

    private static void checkShipped(final Precision precision, final int sequences, final Sampling sampling)
            throws IOException {
        final var model = Fixtures.export(Fixtures.hearth(), precision,
                directory.resolve("hearth-" + precision.hashCode() + sampling.hashCode()));
        final List<String> prompts = beginnings(24);
        final var options = GenerationOptions.DEFAULT.sampling(sampling).maxNewTokens(48);
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(sequences))) {
            final var alone = prompts.stream().map(it -> generator.generate(it, options)).toList();
            final var together = generator.generateAll(prompts, options);
            assertThat(tokens(together)).isEqualTo(tokens(alone));
            assertThat(together.stream().map(Generation::text))
                    .isEqualTo(alone.stream().map(Generation::text).toList());
        }
    }

    private static GenerationOptions exactly(final int tokens) {
        return GREEDY.minNewTokens(tokens).maxNewTokens(tokens);
    }

    @Test
    void everyPromptHasItsTokensInOrderAndItsOwnEnd() {
        final var options = GREEDY.maxLength(40);
        try (var generator = Generator.open(qwen, GeneratorOptions.DEFAULT.sequences(3))) {
            final var heard = new TreeMap<Integer, List<Integer>>();
            final var answers = generator.generateAll(prompts(7), options,
                    (prompt, token) -> heard.computeIfAbsent(prompt, it -> new ArrayList<>())
                            .add(token.id()));
            for (int i = 0; i < 7; i++) {
                final var alone = generator.generate(prompt(i), options);
                assertThat(answers.get(i).tokens()).isEqualTo(alone.tokens());
                assertThat(answers.get(i).promptTokens()).hasSize(prompt(i).length);
                assertThat(answers.get(i).finishReason()).isEqualTo(alone.finishReason());
                assertThat(heard.get(i)).startsWith(alone.tokens().toArray(Integer[]::new));
            }
            assertThat(generator.generateAll(List.of(), options)).isEmpty();
        }
    }

    @Test
    void aBadPromptIsNamedBeforeAnythingIsComputed() {
        try (var generator = Generator.open(qwen)) {
            final var heard = new ArrayList<Token>();
            assertThatThrownBy(() -> generator.generateAll(new int[][]{prompt(1), {1, -7}}, GREEDY,
                    (prompt, token) -> heard.add(token)))
                    .isInstanceOf(InvalidOptionException.class).hasMessageContaining("prompt 1: ")
                    .hasMessageContaining("-7");
            assertThatThrownBy(() -> generator.generateAll(new int[][]{{}}, GREEDY, (prompt, token) -> {}))
                    .isInstanceOf(InvalidOptionException.class).hasMessageContaining("prompt 0: ");
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aPromptWithoutRoomForTheLeastAnswerIsNamedBeforeAnythingIsComputed() {
        checkRefused(new int[][]{prompt(1), prompt(2), prompt(9)},
                GREEDY.maxLength(prompt(9).length + 5).minNewTokens(6), "prompt 2: min new tokens");
    }

    @Test
    void optionsThatCannotBeMetAreRefusedBeforeAnythingIsComputed() {
        final int[][] prompts = prompts(2);
        checkRefused(prompts, GREEDY.sampling(Sampling.greedy().logitBias(Map.of(1 << 20, 1.0))),
                "prompt 0: logit bias");
        checkRefused(prompts, GREEDY.adapter("nobody"), "nobody");
        try (var other = Generator.open(
                Fixtures.export(Fixtures.directory("llama"), directory.resolve("other")))) {
            checkRefused(prompts, GREEDY.speculation(Speculation.draft(other)), "another tokenizer");
        }
    }

    private static void checkRefused(final int[][] prompts, final GenerationOptions options,
            final String message) {
        final var heard = new ArrayList<Token>();
        try (var generator = Generator.open(qwen)) {
            assertThatThrownBy(
                    () -> generator.generateAll(prompts, options, (prompt, token) -> heard.add(token)))
                    .isInstanceOf(InvalidOptionException.class).hasMessageContaining(message);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aFailingListenerEndsAllAndLeavesTheGeneratorUsable() {
        try (var generator = Generator.open(qwen)) {
            assertThatThrownBy(() -> generator.generateAll(prompts(9), GREEDY, (prompt, token) -> {
                if (prompt == 2) {
                    throw new UnsupportedOperationException("listener");
                }
            })).isInstanceOf(UnsupportedOperationException.class).hasMessage("listener");
            assertThat(generator.generate(prompt(1), GREEDY.maxNewTokens(4)).tokens()).hasSize(4);
        }
    }

    @Test
    void cancellingAndInterruptingGiveWhatThereIs() {
        final var cancellation = new Cancellation();
        final Thread caller = Thread.currentThread();
        try (var generator = Generator.open(qwen, GeneratorOptions.DEFAULT.sequences(2))) {
            final var cancelled = generator.generateAll(prompts(5), GREEDY.cancellation(cancellation),
                    (prompt, token) -> cancellation.cancel());
            assertThat(cancelled).hasSize(5)
                    .allMatch(it -> it.finishReason() == FinishReason.CANCELLED && it.tokens().size() < 2);
            final var interrupted = generator.generateAll(prompts(5), exactly(100),
                    (prompt, token) -> interrupt(caller));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted).hasSize(5);
            assertThat(interrupted.getLast().finishReason()).isEqualTo(FinishReason.CANCELLED);
        }
    }

    /** Waits until it has noticed. */
    private static void interrupt(final Thread caller) {
        caller.interrupt();
        while (caller.isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /** One is cancelled, one takes its time, and one uses up what it asked for; nobody else notices. */
    @Test
    void oneThatIsCancelledOrSlowDoesNotChangeTheOthers() throws Exception {
        try (var generator = Generator.open(qwen);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final var expected = IntStream.range(0, 4)
                    .mapToObj(i -> generator.generate(prompt(i), exactly(60)).tokens()).toList();
            final var cancellation = new Cancellation();
            final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            final var answers = new ArrayList<Future<Generation>>();
            answers.add(threads.submit(() -> generator.generate(prompt(0),
                    exactly(60).cancellation(cancellation), token -> {
                        seen.add(token.id());
                        if (seen.size() == 9) {
                            cancellation.cancel();
                        }
                    })));
            answers.add(threads.submit(
                    () -> generator.generate(prompt(1), exactly(20), token -> pause())));
            for (int i = 2; i < 4; i++) {
                final int[] prompt = prompt(i);
                answers.add(threads.submit(() -> generator.generate(prompt, exactly(60))));
            }
            assertThat(answers.get(0).get().finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(answers.get(0).get().tokens()).isEqualTo(expected.get(0).subList(0, 9));
            assertThat(answers.get(1).get().tokens()).isEqualTo(expected.get(1).subList(0, 20));
            assertThat(answers.get(2).get().tokens()).isEqualTo(expected.get(2));
            assertThat(answers.get(3).get().tokens()).isEqualTo(expected.get(3));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStreamThatNobodyReadsHoldsNobodyUp() {
        try (var generator = Generator.open(qwen, GeneratorOptions.DEFAULT.sequences(3));
                var left = generator.stream("somebody who went away", GREEDY)) {
            final var tokens = left.iterator();
            tokens.next();
            final var answers = generator.generateAll(prompts(6), exactly(20),
                    (prompt, token) -> {});
            assertThat(answers).allMatch(it -> it.tokens().size() == 20);
            assertThat(tokens.hasNext()).isTrue();
        }
    }

    @Test
    void answersThatCrossTheBorderOfRotaryTablesMixWithOthers() {
        final Path source = Fixtures.directory("phi3_longrope");
        final var crossing = Fixtures.golden(source).object("crossing").orElseThrow();
        final int[] expected = Fixtures.ids(crossing.raw("greedy_recompute"));
        final int[] longer = Fixtures.ids(crossing.raw("input_ids"));
        final int[][] prompts = {longer, Arrays.copyOf(longer, 9), longer, Arrays.copyOf(longer, 5)};
        try (var generator = Generator.open(Fixtures.export(source, directory.resolve("phi3")))) {
            final var options = GREEDY.maxNewTokens(expected.length);
            final var answers = generator.generateAll(prompts, options, (prompt, token) -> {});
            for (int i = 0; i < prompts.length; i++) {
                assertThat(answers.get(i).tokens())
                        .isEqualTo(generator.generate(prompts[i], options).tokens());
            }
            assertThat(answers.getFirst().tokens()).isEqualTo(Arrays.stream(expected).boxed().toList());
        }
    }

    @Test
    void closingWhileEightGenerateEndsThemAll() throws Exception {
        for (int round = 0; round < 5; round++) {
            final var generator = Generator.open(qwen, GeneratorOptions.DEFAULT.sequences(6));
            final var answers = new ArrayList<Future<Generation>>();
            final var heard = new CountDownLatch(40);
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 8; i++) {
                    final int[] prompt = prompt(i);
                    answers.add(threads.submit(
                            () -> generator.generate(prompt, exactly(200), token -> heard.countDown())));
                }
                heard.await();
                generator.close();
                for (final var answer : answers) {
                    checkEnded(answer);
                }
            }
        }
    }

    /** A thread that had not yet begun when the generator was closed is told so. */
    private static void checkEnded(final Future<Generation> answer) throws InterruptedException {
        try {
            assertThat(answer.get().finishReason()).isIn(FinishReason.CANCELLED, FinishReason.LENGTH);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(IllegalStateException.class);
        }
    }
}
