package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that begin alike. */
final class PrefixSharingTest {

    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(6);
    private static final String RULES = "Answer with one JSON action for the house. ".repeat(12);

    @TempDir
    static Path directory;
    private static Path hearth;
    private static Path small;

    private final List<GenerationReport> reports = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void export() {
        hearth = Fixtures.export(Fixtures.hearth(), directory.resolve("hearth")).directory();
        small = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("small")).directory();
    }

    private Generator open(final Path model, final int sequences, final boolean share) {
        return Generator.open(model, GeneratorOptions.DEFAULT.sequences(sequences).sharePrefixes(share)
                .listener(new GenerationListener() {
                    @Override
                    public void ended(final GenerationReport report) {
                        reports.add(report);
                    }
                }));
    }

    private static int[] text(final int shared, final int own, final int seed) {
        return IntStream.range(0, shared + own).map(i -> (i * 37 + (i < shared ? 0 : seed * 101)) % 590)
                .toArray();
    }

    private int cached(final int request) {
        return reports.get(request).cachedTokens();
    }

    @Test
    void conversationsComputeACommonSystemPromptOnce() {
        try (var generator = open(hearth, 4, false)) {
            final int system = generator.tokenizer().encode(RULES).length;
            final var answers = new ArrayList<String>();
            for (int i = 0; i < 6; i++) { // two of them take the place of others
                answers.add(generator.chat(GREEDY).system(RULES).ask("lamp number " + i + " off").text());
            }
            assertThat(cached(0)).isZero();
            for (int i = 1; i < 6; i++) {
                assertThat(cached(i)).as("conversation " + i).isGreaterThanOrEqualTo(system)
                        .isLessThan(reports.get(i).promptTokens());
            }
            assertThat(answers).isEqualTo(answersOfTheirOwn());
        }
    }

    private static List<String> answersOfTheirOwn() {
        final var answers = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            try (var fresh = Generator.open(hearth)) {
                answers.add(fresh.chat(GREEDY).system(RULES).ask("lamp number " + i + " off").text());
            }
        }
        return answers;
    }

    @Test
    void whoTakesAnothersPlaceBeginsWithWhatItHeld() {
        try (var generator = open(small, 1, false)) {
            final TextSession first = generator.text();
            final TextSession second = generator.text();
            first.generate(text(60, 20, 1), GREEDY);
            second.generate(text(60, 20, 2), GREEDY);
            first.generate(text(60, 20, 1), GREEDY);
            assertThat(IntStream.range(0, 3).map(this::cached)).containsExactly(0, 60, 60);
        }
    }

    @Test
    void plainGenerationsShareOnlyWhenTheyAreAskedTo() {
        for (final boolean share : new boolean[]{false, true}) {
            reports.clear();
            try (var generator = open(small, 4, share)) {
                final var first = generator.generate(text(100, 8, 1), GREEDY).tokens();
                final var second = generator.generate(text(100, 8, 2), GREEDY).tokens();
                assertThat(generator.generate(text(100, 8, 1), GREEDY).tokens()).isEqualTo(first);
                assertThat(generator.generate(text(100, 8, 2), GREEDY).tokens()).isEqualTo(second);
            }
            assertThat(IntStream.range(0, 4).map(this::cached)).containsExactly(0, share ? 100 : 0,
                    share ? 107 : 0, share ? 107 : 0);
        }
    }

    @Test
    void whatAnotherAdapterHasComputedIsNotShared() {
        final Path source = Fixtures.directory("qwen2_lora");
        final Path model = Pipeline.from(Fixtures.directory("qwen2")).switchableAdapter("other", source)
                .toOnnx(directory.resolve("switchable")).directory();
        try (var generator = open(model, 4, true)) {
            final int[] prompt = text(80, 4, 1);
            final var plain = generator.generate(prompt, GREEDY).tokens();
            final var adapted = generator.generate(prompt, GREEDY.adapter("other")).tokens();
            assertThat(generator.generate(prompt, GREEDY).tokens()).isEqualTo(plain);
            assertThat(generator.generate(prompt, GREEDY.adapter("other")).tokens()).isEqualTo(adapted);
            assertThat(IntStream.range(0, 4).map(this::cached)).containsExactly(0, 0, 83, 83);
        }
    }

    @Test
    void whatIsRotatedInAnotherWayIsNotShared() {
        final Path fixture = Fixtures.directory("phi3_longrope");
        final var crossing = Fixtures.golden(fixture).object("crossing").orElseThrow();
        final int[] prompt = Fixtures.ids(crossing.raw("input_ids"));
        final int[] expected = Fixtures.ids(crossing.raw("greedy_recompute"));
        final Path model = Fixtures.export(fixture, directory.resolve("long")).directory();
        try (var generator = open(model, 4, true)) {
            final int[] whole = Arrays.copyOf(prompt, prompt.length + expected.length - 1);
            System.arraycopy(expected, 0, whole, prompt.length, expected.length - 1);
            final var one = GREEDY.maxNewTokens(1);
            generator.generate(whole, one); // beyond the border
            assertThat(generator.generate(prompt, GREEDY.maxNewTokens(5)).tokens())
                    .containsExactlyElementsOf(IntStream.of(expected).limit(5).boxed().toList());
            assertThat(cached(1)).isZero();
            assertThat(generator.generate(whole, one).tokens())
                    .containsExactly(expected[expected.length - 1]);
            assertThat(cached(2)).isPositive();
        }
    }

    @Test
    void textsThatGrowSideBySideSayWhatTheySayAlone() throws Exception {
        final var prompts = IntStream.range(0, 6).mapToObj(i -> text(150 + i, 40, i)).toList();
        final var expected = new ArrayList<List<Integer>>();
        try (var alone = Generator.open(small)) {
            prompts.forEach(prompt -> expected.add(alone.generate(prompt, GREEDY).tokens()));
        }
        try (var generator = Generator.open(small,
                GeneratorOptions.DEFAULT.prefillChunk(64).sequences(3).sharePrefixes(true));
                var threads = Executors.newFixedThreadPool(6)) {
            for (int round = 0; round < 4; round++) {
                final var tasks = prompts.stream()
                        .map(prompt -> (Callable<List<Integer>>) () -> generator.generate(prompt, GREEDY)
                                .tokens())
                        .toList();
                int row = 0;
                for (final var answer : threads.invokeAll(tasks)) {
                    assertThat(answer.get()).isEqualTo(expected.get(row++));
                }
            }
        }
    }
}
