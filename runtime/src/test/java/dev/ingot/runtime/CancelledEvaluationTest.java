package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Texts whose logits or vectors nobody wants any more. */
@Timeout(60) // What is waited for may never come.
final class CancelledEvaluationTest {

    private static final EmbeddingOptions USUAL = EmbeddingOptions.DEFAULT;

    @TempDir
    static Path directory;
    private static Generator generator;

    private final Cancellation cancellation = new Cancellation();

    @BeforeAll
    static void load() {
        generator = Generator.open(Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("model")),
                GeneratorOptions.DEFAULT.threads(1).sequences(1).prefillChunk(4));
    }

    @AfterAll
    static void free() {
        generator.close();
    }

    private static int[] text() {
        final var text = new int[40];
        Arrays.setAll(text, i -> 5 + i);
        return text;
    }

    @Test
    void logitsEndWithinAStep() {
        final List<Integer> positions = new ArrayList<>();
        assertThatThrownBy(() -> generator.logits(text(), cancellation, (position, row) -> {
            positions.add(position);
            cancellation.cancel();
        })).isInstanceOf(CancelledException.class);
        assertThat(positions).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatIsCancelledBeforeIsNotBegun() {
        cancellation.cancel();
        assertThatThrownBy(() -> generator.logits(text(), cancellation, (position, row) -> {
            throw new AssertionError("computed");
        })).isInstanceOf(CancelledException.class);
        final var embedder = generator.embedder(USUAL.cancellation(cancellation));
        assertThatThrownBy(() -> embedder.embed(text())).isInstanceOf(CancelledException.class);
    }

    @Test
    void whoWaitsForATurnLeavesTheQueue() {
        final var embedder = generator.embedder(USUAL.cancellation(cancellation));
        try (var seat = generator.stream("the lamp", GenerationOptions.DEFAULT.minNewTokens(9))) {
            assertThat(seat.iterator().next()).isNotNull();
            final Thread waiting = Thread.currentThread();
            Thread.ofPlatform().daemon().start(() -> {
                while (waiting.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                cancellation.cancel();
            });
            assertThatThrownBy(() -> embedder.embed(text())).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void whatIsNotCancelledIsTheSameAsWithoutTheMeans() {
        final List<float[]> rows = new ArrayList<>();
        generator.logits(text(), cancellation, (position, row) -> rows.add(row.clone()));
        assertThat(rows.toArray(float[][]::new)).isDeepEqualTo(generator.logits(text()));
        assertThat(generator.embedder(USUAL.cancellation(cancellation)).embed(text()))
                .isEqualTo(generator.embedder(USUAL).embed(text()));
    }
}
