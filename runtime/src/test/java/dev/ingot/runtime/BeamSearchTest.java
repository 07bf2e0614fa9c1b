package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.constrain.Constraint;
import dev.ingot.error.IngotException;
import dev.ingot.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search beside plain ones that compute every text from its beginning, on the small Qwen 2 (640 ids). */
final class BeamSearchTest {

    private static final String PROMPT = "The gardener planted three rows of";
    private static final GenerationOptions REQUEST = GenerationOptions.DEFAULT.sampling(Sampling.greedy());
    private static final int END = 595;
    private static final Set<Integer> ENDS = Set.of(END, 593);

    @TempDir
    static Path directory;
    private static Generator generator;

    @BeforeAll
    static void load() {
        final Path model = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("model"))
                .directory();
        generator = Generator.open(model, GeneratorOptions.DEFAULT.sequences(25));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    @Test
    void oneBeamIsGreedyAndItsScoreTheMeanLogProbability() {
        final var greedy = generator.generate(PROMPT, REQUEST.maxNewTokens(12).logprobs(0));
        final var found = generator.search(PROMPT, REQUEST.maxNewTokens(12), BeamOptions.of(1)).getFirst();
        assertThat(found.generation().tokens()).isEqualTo(greedy.tokens());
        assertThat(found.generation().text()).isEqualTo(greedy.text());
        final double mean = greedy.logprobs().stream().mapToDouble(Logprobs::chosen).average().orElseThrow();
        assertThat(found.score()).isCloseTo(mean, within(1e-4));
    }

    /** Each token is scored by computing the text before it from its beginning, with the frequencies of its length. */
    @Test
    void textsThatCrossTheBorderOfRotaryTablesHaveTheScoresOfRecomputing() {
        final Path source = Fixtures.directory("phi3_longrope");
        final var crossing = Fixtures.golden(source).object("crossing").orElseThrow();
        final int[] prompt = Fixtures.ids(crossing.raw("input_ids"));
        final int[] expected = Fixtures.ids(crossing.raw("greedy_recompute"));
        try (var phi = Generator.open(Fixtures.export(source, directory.resolve("phi3")))) {
            final String text = crossing.string("text").orElseThrow();
            assertThat(phi.tokenizer().encode(text)).isEqualTo(prompt);
            final var options = REQUEST.maxNewTokens(expected.length);
            assertThat(phi.search(text, options, BeamOptions.of(1)).getFirst().generation().tokens())
                    .isEqualTo(IntStream.of(expected).boxed().toList());
            final var found = phi.search(text, options, BeamOptions.of(3));
            assertThat(found).hasSize(3).allSatisfy(it -> {
                assertThat(it.generation().finishReason()).isEqualTo(FinishReason.LENGTH);
                assertThat(it.score()).isCloseTo(recomputed(phi, it.generation()), within(1e-4));
            });
        }
    }

    private static double recomputed(final Generator model, final Generation answer) {
        final int[] all = Stream.concat(answer.promptTokens().stream(), answer.tokens().stream())
                .mapToInt(Integer::intValue).toArray();
        return IntStream.range(answer.promptTokens().size(), all.length).mapToDouble(i -> {
            final float[] logits = model.logits(Arrays.copyOf(all, i))[i - 1];
            double sum = 0;
            for (final float logit : logits) {
                sum += Math.exp(logit - (double) logits[all[i]]);
            }
            return -Math.log(sum);
        }).average().orElseThrow();
    }

    /** With five possible tokens, 25 beams hold every text of two: the best of three are found for certain. */
    @Test
    void whatIsWideEnoughFindsTheBestOfAllTexts() {
        final int[] possible = {11, 57, 203, 411, 500};
        final var bias = new HashMap<Integer, Double>();
        IntStream.range(0, generator.vocabularySize())
                .filter(id -> IntStream.of(possible).noneMatch(it -> it == id))
                .forEach(id -> bias.put(id, Double.NEGATIVE_INFINITY));
        final var found = generator.search(PROMPT,
                REQUEST.maxNewTokens(3).sampling(withBias(bias)), BeamOptions.of(25).lengthPenalty(0));
        final var all = new HashMap<List<Integer>, Double>();
        extend(all, generator.tokenizer().encode(PROMPT), List.of(), 0, possible);
        final var best = all.entrySet().stream()
                .sorted(Map.Entry.<List<Integer>, Double>comparingByValue().reversed()).limit(25).toList();
        assertThat(all).hasSize(125);
        assertThat(found).hasSize(25);
        for (int i = 0; i < 25; i++) {
            assertThat(found.get(i).generation().tokens()).as("place %d", i).isEqualTo(best.get(i).getKey());
            assertThat(found.get(i).score()).isCloseTo(best.get(i).getValue(), within(1e-4));
            assertThat(found.get(i).generation().finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    private static Sampling withBias(final Map<Integer, Double> bias) {
        Sampling sampling = Sampling.greedy();
        for (final var entry : bias.entrySet()) {
            sampling = sampling.logitBias(entry.getKey(), entry.getValue());
        }
        return sampling;
    }

    private static void extend(final Map<List<Integer>, Double> all, final int[] text,
            final List<Integer> answer,
            final double sum, final int... possible) {
        if (answer.size() == 3) {
            all.put(answer, sum);
            return;
        }
        final float[] logits = generator.logits(text)[text.length - 1];
        final double mass = Math.log(IntStream.of(possible).mapToDouble(id -> Math.exp(logits[id])).sum());
        for (final int id : possible) {
            extend(all, appended(text, id), Stream.concat(answer.stream(), Stream.of(id)).toList(),
                    sum + logits[id] - mass, possible);
        }
    }

    private static int[] appended(final int[] text, final int id) {
        return IntStream.concat(IntStream.of(text), IntStream.of(id)).toArray();
    }

    /** End tokens come early, and the limit may come with the one that makes the search complete. */
    @ParameterizedTest
    @ValueSource(doubles = {2, 3, 5, 7})
    void findsWhatAPlainSearchFindsWhereverTheLimitIs(final double bias) {
        for (int most = 1; most <= 8; most++) {
            for (final int width : new int[]{1, 2, 3}) {
                for (final boolean early : new boolean[]{true, false}) {
                    compare(new BeamOptions(width, 2, early), most, bias);
                }
            }
        }
    }

    /** A text of the plain search. */
    private record Text(List<Integer> answer, double sum) {

        float[] logits() {
            final int[] tokens = IntStream.concat(IntStream.of(generator.tokenizer().encode(PROMPT)),
                    answer.stream().mapToInt(Integer::intValue)).toArray();
            return generator.logits(tokens)[tokens.length - 1];
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, true, 14", "3, 1, true, 14", "4, 0, true, 14", "4, 2, true, 14", "3, 1, false, 14",
            "5, 0.5, false, 9"})
    void findsWhatAPlainSearchFinds(final int width, final double lengthPenalty, final boolean early,
            final int most) {
        compare(new BeamOptions(width, lengthPenalty, early), most, 0);
    }

    private static void compare(final BeamOptions beams, final int most, final double bias) {
        final var found = generator.search(PROMPT,
                REQUEST.maxNewTokens(most).sampling(Sampling.greedy().logitBias(END, bias)), beams);
        final var expected = plain(beams, most, bias);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).generation().tokens()).as("%s, %d tokens, place %d", beams, most, i)
                    .isEqualTo(expected.get(i).getKey());
            assertThat(found.get(i).score()).isCloseTo(expected.get(i).getValue(), within(1e-4));
        }
    }

    private static List<Map.Entry<List<Integer>, Double>> plain(final BeamOptions beams, final int most,
            final double bias) {
        final var finished = new ArrayList<Map.Entry<List<Integer>, Double>>();
        List<Text> texts = List.of(new Text(List.of(), 0));
        while (!texts.isEmpty() && texts.getFirst().answer.size() < most) {
            final var ranked = new ArrayList<Text>();
            for (final Text text : texts) {
                final float[] logits = text.logits();
                logits[END] += (float) bias;
                double mass = 0;
                for (final float logit : logits) {
                    mass += Math.exp(logit);
                }
                for (int id = 0; id < logits.length; id++) {
                    ranked.add(new Text(
                            Stream.concat(text.answer.stream(), Stream.of(id)).toList(),
                            text.sum + logits[id] - Math.log(mass)));
                }
            }
            ranked.sort(Comparator.comparingDouble(Text::sum).reversed());
            final var next = new ArrayList<Text>();
            for (int rank = 0; rank < 2 * beams.beams() && next.size() < beams.beams(); rank++) {
                final Text text = ranked.get(rank);
                if (!ENDS.contains(text.answer.getLast())) {
                    next.add(text);
                } else if (rank < beams.beams()) {
                    finished.add(
                            Map.entry(text.answer.subList(0, text.answer.size() - 1), score(beams, text)));
                }
            }
            finished.sort(Map.Entry.<List<Integer>, Double>comparingByValue().reversed());
            texts = next;
            if (finished.size() >= beams.beams() && (beams.earlyStopping()
                    || score(beams, texts.getFirst()) <= finished.get(beams.beams() - 1).getValue())) {
                texts = List.of();
            }
        }
        texts.forEach(text -> finished.add(Map.entry(text.answer, score(beams, text))));
        finished.sort(Map.Entry.<List<Integer>, Double>comparingByValue().reversed());
        return finished.subList(0, Math.min(beams.beams(), finished.size()));
    }

    private static double score(final BeamOptions beams, final Text text) {
        return text.sum / Math.pow(text.answer.size(), beams.lengthPenalty());
    }

    @Test
    void tokensAreSearchedFromAsTheirTextIs() {
        final var options = REQUEST.maxNewTokens(8);
        final var byText = generator.search(PROMPT, options, BeamOptions.of(3));
        final var byTokens = generator.search(generator.tokenizer().encode(PROMPT), options,
                BeamOptions.of(3));
        assertThat(byTokens.stream().map(it -> it.generation().tokens()))
                .isEqualTo(byText.stream().map(it -> it.generation().tokens()).toList());
        assertThat(byTokens.stream().map(BeamAnswer::score))
                .isEqualTo(byText.stream().map(BeamAnswer::score).toList());
        assertThatThrownBy(() -> generator.search(new int[]{5, 640}, options, BeamOptions.of(2)))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("found 640");
    }

    @Test
    void constraintsHoldForAllAnswers() {
        final var found = generator.search(PROMPT,
                REQUEST.constraint(Constraint.choice("beans", "peas and beans", "corn")), BeamOptions.of(3));
        assertThat(found.stream().map(it -> it.generation().text())).hasSize(3).isSubsetOf("beans",
                "peas and beans", "corn");
        assertThat(found.stream().map(it -> it.generation().tokens())).doesNotHaveDuplicates();
        assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(BeamAnswer::score).reversed());
        assertThat(found).allMatch(it -> it.generation().finishReason() == FinishReason.STOP);
    }

    @Test
    void searchesSideBySideDoNotWaitForEachOther() throws ExecutionException, InterruptedException {
        final Path model = directory.resolve("model");
        try (var small = Generator.open(model, GeneratorOptions.DEFAULT.sequences(4));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final var alone = small.search(PROMPT, REQUEST.maxNewTokens(10), BeamOptions.of(3));
            final var searches = new ArrayList<Future<List<BeamAnswer>>>();
            final var others = new ArrayList<Future<Generation>>();
            for (int i = 0; i < 4; i++) {
                searches.add(threads
                        .submit(() -> small.search(PROMPT, REQUEST.maxNewTokens(10), BeamOptions.of(3))));
                others.add(threads.submit(() -> small.generate(PROMPT, REQUEST.maxNewTokens(5))));
            }
            for (final var other : others) {
                assertThat(other.get().tokens()).isNotEmpty();
            }
            for (final var search : searches) {
                assertThat(search.get().stream().map(it -> it.generation().tokens()))
                        .isEqualTo(alone.stream().map(it -> it.generation().tokens()).toList());
            }
        }
    }

    @Test
    void aSearchThatIsCancelledReturnsWhatThereIs() {
        final var cancellation = new Cancellation();
        cancellation.cancel();
        assertThat(generator.search(PROMPT, REQUEST.cancellation(cancellation), BeamOptions.of(2))).isEmpty();
    }

    @Test
    void aSearchThatFailsGivesItsSequencesBack() throws IOException {
        final Path model = directory.resolve("damaged");
        Fixtures.export(Fixtures.directory("qwen2"), model);
        try (var four = Generator.open(model, GeneratorOptions.DEFAULT.sequences(4))) {
            Files.delete(model.resolve("tokenizer.json")); // it is read again for constraints
            final var constrained = REQUEST.constraint(Constraint.choice("beans", "corn"));
            assertThatThrownBy(() -> four.search(PROMPT, constrained, BeamOptions.of(4)))
                    .isInstanceOf(IngotException.class).hasMessageContaining("tokenizer.json");
            final var next = four.generate(PROMPT, REQUEST.maxNewTokens(3).deadline(Duration.ofMinutes(1)));
            assertThat(next.tokens()).hasSize(3);
        }
    }

    @Test
    void whatWasInterruptedLeavesOthersAlone() throws InterruptedException {
        final var expected = generator.generate(PROMPT, REQUEST.maxNewTokens(20)).tokens();
        for (int round = 0; round < 5; round++) {
            final Thread searching = Thread.ofPlatform()
                    .start(() -> generator.search(PROMPT, REQUEST.maxNewTokens(300), BeamOptions.of(25)));
            Thread.sleep(30L * round);
            searching.interrupt();
            assertThat(generator.generate(PROMPT, REQUEST.maxNewTokens(20)).tokens()).isEqualTo(expected);
            searching.join();
        }
    }

    @Test
    void whatContradictsASearchIsRefused() {
        refuses(it -> it.sampling(Sampling.modelDefaults().temperature(0.7)), "draws one answer");
        refuses(it -> it.stop("."), "stop strings");
        refuses(it -> it.logprobs(1), "log-probabilities");
        refuses(it -> it.speculation(Speculation.promptLookup()), "speculation");
        assertThatThrownBy(() -> generator.search(PROMPT, REQUEST, BeamOptions.of(26)))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("at most 25");
        assertThatThrownBy(() -> BeamOptions.of(0)).isInstanceOf(InvalidOptionException.class);
        assertThatThrownBy(() -> BeamOptions.of(2).lengthPenalty(Double.NaN))
                .isInstanceOf(InvalidOptionException.class);
    }

    private static void refuses(final UnaryOperator<GenerationOptions> change, final String reason) {
        assertThatThrownBy(() -> generator.search(PROMPT, change.apply(REQUEST), BeamOptions.of(2)))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining(reason);
    }
}
