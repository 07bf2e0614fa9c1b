package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.genai.GenaiConfig;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of several sequences beside the same tokens fed to one sequence alone. */
final class StepperTest {

    /** Of the largest magnitude. */
    private static final float TOLERANCE = 1e-5f;
    private static final int SEQUENCES = 5;

    @TempDir
    static Path directory;
    private static DecoderSession session;
    private static RunControl control;
    private LogitsShelf shelf;
    private Stepper stepper;
    private final List<Sequence> sequences = new ArrayList<>();
    private final List<int[]> texts = new ArrayList<>();

    @BeforeAll
    static void load() {
        final Path fixture = Path.of(System.getProperty("ingot.fixtures")).resolve("qwen3");
        final Path model = Pipeline.from(fixture).quantize(Precision.FP32).toOnnx(directory.resolve("model"))
                .directory();
        final GenaiConfig config = GenaiConfig.read(model.resolve(GenaiConfig.FILE_NAME));
        final var decoder = config.decoder();
        session = new DecoderSession(
                new DecoderSpec(model.resolve(decoder.filename()), decoder.names(), decoder.layers(),
                        decoder.keyValueHeads(), decoder.headSize(), config.vocabSize(),
                        config.contextLength()),
                new SessionSettings(2, Duration.ofNanos(50_000), true, 512, SEQUENCES + 1, true, true,
                        false));
        control = new RunControl(() -> {}, it -> {}, Optional.empty(), Deadline.NEVER);
    }

    @AfterAll
    static void free() {
        control.close();
        session.close();
    }

    /** Texts of 3, 20, 37, ... tokens, in slots of their order. */
    @BeforeEach
    void begin() {
        shelf = new LogitsShelf(session.vocabulary());
        stepper = new Stepper(session, shelf);
        for (int i = 0; i < SEQUENCES; i++) {
            sequences.add(stepper.sequence());
            texts.add(text(i, 3 + 17 * i));
            feed(sequences.get(i), texts.get(i));
        }
    }

    @AfterEach
    void end() {
        stepper.close();
        shelf.close();
    }

    private static int[] text(final int seed, final int length) {
        return IntStream.range(0, length).map(i -> (i * 37 + 101 * seed) % 600).toArray();
    }

    private void feed(final Sequence sequence, final int[] text) {
        stepper.extend(sequence, text, 0, text.length, control.options());
    }

    /** Adds a token to each of these, as few steps as can be; returns how many steps that took. */
    private int step(final int token, final int... chosen) {
        final var steps = new ArrayList<RowStep>();
        for (final int index : chosen) {
            final int[] longer = Arrays.copyOf(texts.get(index), texts.get(index).length + 1);
            longer[longer.length - 1] = token + index;
            texts.set(index, longer);
            steps.add(new RowStep(sequences.get(index), token + index, control, new CompletableFuture<>()));
            stepper.reserve(sequences.get(index));
        }
        final var groups = stepper.together(steps);
        groups.forEach(it -> stepper.step(it, control.options()));
        return groups.size();
    }

    /** Compares with the whole text fed to a new sequence in one piece. */
    private void check(final int... chosen) {
        final Sequence fresh = stepper.sequence();
        for (final int index : chosen) {
            fresh.clear();
            feed(fresh, texts.get(index));
            final float[] expected = fresh.logits().toArray(ValueLayout.JAVA_FLOAT);
            final float[] found = sequences.get(index).logits().toArray(ValueLayout.JAVA_FLOAT);
            float largest = 0;
            for (final float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).as("logit %d of sequence %d", i, index)
                        .isCloseTo(expected[i], Offset.offset(largest * TOLERANCE));
            }
        }
    }

    @Test
    void rowsOfDifferentLengthSayWhatEachSaysAlone() {
        for (int i = 0; i < 20; i++) {
            assertThat(step(i, 4, 2, 0, 1, 3)).isEqualTo(1);
        }
        check(0, 1, 2, 3, 4);
    }

    @Test
    void sequencesAreBroughtTogetherAndStayWhatTheyAre() {
        final var random = new SplittableRandom(7);
        for (int i = 0; i < 40; i++) {
            final int[] chosen = IntStream.range(0, SEQUENCES).filter(it -> random.nextInt(5) < 3).toArray();
            if (chosen.length > 0) {
                assertThat(step(i, chosen)).isEqualTo(1);
            }
        }
        assertThat(step(99, 0, 1, 2, 3, 4)).isEqualTo(1);
        check(0, 1, 2, 3, 4);
    }

    @Test
    void theCapacityGrowsWhileOthersAreComputed() {
        sequences.get(1).clear();
        texts.set(1, text(1, 250)); // the first capacity is 256
        feed(sequences.get(1), texts.get(1));
        for (int i = 0; i < 12; i++) {
            step(i, 0, 1, 3);
        }
        step(50, 0, 1, 2, 3, 4);
        check(0, 1, 2, 3, 4);
    }

    @Test
    void aRowIsReadWhileOthersGoOn() {
        step(1, 0, 1, 2);
        final float[] before = sequences.get(1).logits().toArray(ValueLayout.JAVA_FLOAT);
        for (int i = 0; i < 5; i++) {
            step(i, 0, 2, 3);
        }
        assertThat(sequences.get(1).logits().toArray(ValueLayout.JAVA_FLOAT)).containsExactly(before);
        check(0, 1, 2, 3);
    }

    @Test
    void aSingleTokenMayBeTheFirst() {
        sequences.get(0).clear();
        sequences.get(3).clear();
        texts.set(0, new int[0]);
        texts.set(3, new int[0]);
        step(17, 0, 1, 3);
        check(0, 1, 3);
    }
}
