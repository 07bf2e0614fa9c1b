package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs as other tools write them, made from the exporter's own. */
final class ForeignGraphsTest {

    private static final int[] PROMPT = {76, 257, 300, 12, 88, 91, 410, 55, 3, 9, 120};
    private static final GenerationOptions GREEDY = GenerationOptions.DEFAULT.sampling(Sampling.greedy())
            .maxNewTokens(20);

    @TempDir
    Path directory;
    private Path model = Path.of("");

    @BeforeEach
    void export() {
        model = Fixtures.export(Fixtures.directory("qwen2"), directory.resolve("model")).directory();
    }

    private record Outcome(List<Integer> tokens, List<float[]> logits) {}

    private Outcome run() {
        try (var generator = Generator.open(model, GeneratorOptions.DEFAULT.prefillChunk(4))) {
            return new Outcome(generator.generate(PROMPT, GREEDY).tokens(),
                    List.of(generator.logits(PROMPT)));
        }
    }

    private void checkSameAfter(final UnaryOperator<Graph> change) {
        final Outcome before = run();
        GraphEdits.edit(model, change);
        final Outcome after = run();
        assertThat(after.tokens()).isEqualTo(before.tokens());
        for (int i = 0; i < PROMPT.length; i++) {
            assertThat(after.logits().get(i)).containsExactly(before.logits().get(i));
        }
    }

    @Test
    void headSizesMayComeFromTheConfiguration() {
        checkSameAfter(GraphEdits::symbolicHeadSize);
    }

    @Test
    void graphsWhoseHeadIsNotFoundRunUnchanged() {
        checkSameAfter(GraphEdits::reshaped);
    }

    @Test
    void graphsThatYieldOnlyTheLastPositionRunAndAreEvaluatedTokenByToken() {
        final Outcome before = run();
        GraphEdits.edit(model, GraphEdits::pruned);
        final Outcome after = run();
        assertThat(after.tokens()).isEqualTo(before.tokens());
        for (int i = 0; i < PROMPT.length; i++) {
            assertThat(after.logits().get(i)).as("position %d", i).usingComparatorWithPrecision(1e-3f)
                    .containsExactly(before.logits().get(i));
        }
    }

    @Test
    void headsAreFoundBehindACap() {
        final Outcome before = run();
        GraphEdits.edit(model, GraphEdits::capped);
        final Outcome after = run();
        assertThat(after.tokens()).isEqualTo(before.tokens());
        final float capped = (float) (30 * Math.tanh(before.logits().get(3)[7] / 30));
        assertThat(after.logits().get(3)[7]).isCloseTo(capped, org.assertj.core.data.Offset.offset(1e-4f));
    }

    @Test
    void anExtraInputIsRefusedByName() {
        GraphEdits.edit(model, graph -> {
            final var inputs = new ArrayList<>(graph.inputs());
            inputs.add(new ValueInfo("position_ids", ElementType.INT64,
                    List.of(Dimension.of("b"), Dimension.of("s"))));
            return new Graph(graph.name(), inputs, graph.outputs(), graph.initializers(), graph.nodes());
        });
        checkRefused("position_ids", "fused");
    }

    @Test
    void pastsThatAreJoinedOutsideTheAttentionAreRefused() {
        GraphEdits.edit(model, graph -> {
            final var nodes = new ArrayList<>(graph.nodes());
            nodes.add(new Node("Identity", "", "join", List.of("past_key_values.1.key"),
                    List.of("unused"), Map.of()));
            return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.initializers(), nodes);
        });
        checkRefused("past_key_values.1.key", "Identity");
    }

    @Test
    void halfPrecisionInputsAreRefusedWithTheWayOut() {
        GraphEdits.edit(model, graph -> new Graph(graph.name(),
                graph.inputs().stream()
                        .map(it -> it.name().equals("past_key_values.0.value")
                                ? new ValueInfo(it.name(), ElementType.FLOAT16, it.shape())
                                : it)
                        .toList(),
                graph.outputs(), graph.initializers(), graph.nodes()));
        checkRefused("past_key_values.0.value", "fp32, int8 or int4");
    }

    @Test
    void aNewerRuntimeIsAskedForByVersion() {
        GraphEdits.metadata(model, "ingot.min_ort", "99.1.0");
        checkRefused("99.1.0", "1.29.0");
    }

    private void checkRefused(final String... words) {
        assertThatThrownBy(() -> Generator.open(model)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("model.onnx").hasMessageContainingAll(words);
    }
}
