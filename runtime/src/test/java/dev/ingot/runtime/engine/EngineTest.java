package dev.ingot.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.genai.GenaiConfig;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences and steps. */
final class EngineTest {

    @TempDir
    static Path directory;
    private static Engine engine;

    @BeforeAll
    static void load() {
        final Path fixture = Path.of(System.getProperty("ingot.fixtures")).resolve("qwen3");
        final Path model = Pipeline.from(fixture).quantize(Precision.FP32).toOnnx(directory.resolve("model"))
                .directory();
        final GenaiConfig config = GenaiConfig.read(model.resolve(GenaiConfig.FILE_NAME));
        final var decoder = config.decoder();
        final var spec = new DecoderSpec(model.resolve(decoder.filename()), decoder.names(), decoder.layers(),
                decoder.keyValueHeads(), decoder.headSize(), config.vocabSize(), config.contextLength());
        engine = Engine.open("test", spec,
                new SessionSettings(2, Duration.ofNanos(50_000), true, 512, 2, true, true, false));
    }

    @AfterAll
    static void free() {
        engine.close();
    }

    private static int[] text(final int length) {
        return IntStream.range(0, length).map(i -> (i * 37 + 11) % 600).toArray();
    }

    private static float[] feed(final Sequence sequence, final int[] text, final int chunk) {
        try (var control = engine.control(Optional.empty(), Deadline.NEVER)) {
            int from = sequence.rewindTo(text);
            while (from < text.length) {
                final int count = Math.min(chunk, text.length - from);
                assertThat(engine.extend(sequence, text, from, count, control)).isTrue();
                from += count;
            }
            return sequence.logits().toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static Sequence acquire(final long owner) {
        try (var control = engine.control(Optional.empty(), Deadline.NEVER)) {
            return Objects.requireNonNull(engine.acquire(owner, control));
        }
    }

    @Test
    void anOwnerGetsBackWhatItsSequenceHolds() {
        final long owner = engine.owner();
        final Sequence first = acquire(owner);
        final float[] whole = feed(first, text(40), 40);
        engine.release(first, owner);

        final Sequence again = acquire(owner);
        assertThat(again.rewindTo(text(60))).isEqualTo(40);
        assertThat(again.rewindTo(text(25))).isEqualTo(24);
        assertThat(feed(again, text(40), 40)).containsExactly(whole);
        engine.release(again, Sequence.NOBODY);
        assertThat(acquireAndCount(owner)).isZero();
    }

    private static int acquireAndCount(final long owner) {
        final Sequence sequence = acquire(owner);
        final int held = sequence.rewindTo(text(40));
        engine.release(sequence, Sequence.NOBODY);
        return held;
    }

    @Test
    void theLongestUnusedOwnerGivesWay() {
        final long[] owners = {engine.owner(), engine.owner(), engine.owner()};
        for (final long owner : owners) {
            final Sequence sequence = acquire(owner);
            feed(sequence, text(30), 30);
            engine.release(sequence, owner);
        }
        assertThat(acquireAndCount(owners[2])).isEqualTo(30);
        assertThat(acquireAndCount(owners[0])).isZero();
    }

    @Test
    void stepsOfAnySizeGiveTheSameLogitsAcrossGrowth() {
        final int[] text = text(300); // the first capacity is 256
        final Sequence sequence = acquire(Sequence.NOBODY);
        final float[] expected = feed(sequence, text, 300);
        for (final int chunk : new int[]{1, 13, 255, 256}) {
            sequence.rewindTo(new int[]{-1});
            final float[] found = feed(sequence, text, chunk);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).as("logit %d, steps of %d", i, chunk)
                        .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-4f));
            }
        }
        engine.release(sequence, Sequence.NOBODY);
    }

    @Test
    void aStoppedControlRefusesSteps() {
        final Sequence sequence = acquire(Sequence.NOBODY);
        try (var control = engine.control(Optional.empty(), Deadline.NEVER)) {
            control.stop();
            assertThat(engine.extend(sequence, text(10), 0, 10, control)).isFalse();
            assertThat(engine.acquire(Sequence.NOBODY, control)).isNull();
        }
        assertThat(sequence.rewindTo(text(10))).isZero();
        engine.release(sequence, Sequence.NOBODY);
    }
}
