package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorChoiceTest {

    private static final Path LLAMA = Path.of(System.getProperty("ingot.fixtures"), "llama");

    @TempDir
    private Path work;

    private Graph graph(final OperatorChoice choice) {
        final var model = Pipeline.from(LLAMA).quantize(Precision.INT4.operators(choice))
                .toOnnx(work.resolve("out"));
        return OnnxFiles.read(model.directory().resolve("model.onnx")).graph();
    }

    private static List<Node> ofType(final Graph graph, final String type) {
        return graph.nodes().stream().filter(node -> node.type().equals(type)).toList();
    }

    @Test
    void namedNodesAndTheEmbeddingCanStayFloats() {
        final var graph = graph(OperatorChoice.DEFAULT.floatEmbedding()
                .excluding(
                        new TreeSet<>(List.of("/lm_head/MatMul", "/model/layers.0/mlp/down_proj/MatMul"))));
        assertThat(ofType(graph, "MatMul")).extracting(Node::name)
                .containsExactly("/model/layers.0/mlp/down_proj/MatMul", "/lm_head/MatMul");
        assertThat(ofType(graph, "GatherBlockQuantized")).isEmpty();
        assertThat(ofType(graph, "MatMulNBits")).isNotEmpty();
    }

    @Test
    void theLevelIsWritten() {
        assertThat(ofType(graph(OperatorChoice.DEFAULT.accuracyLevel(1)), "MatMulNBits")).allSatisfy(
                node -> assertThat(node.attributes()).containsEntry("accuracy_level", new Attribute.Int(1)));
    }

    @Test
    void levelZeroIsTheAbsentAttribute() {
        assertThat(ofType(graph(OperatorChoice.DEFAULT.accuracyLevel(0)), "MatMulNBits")).allSatisfy(
                node -> assertThat(node.attributes()).doesNotContainKey("accuracy_level"));
    }

    @Test
    void whatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> OperatorChoice.DEFAULT.accuracyLevel(5))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("0 to 4");
        final var typo = OperatorChoice.DEFAULT.excluding(new TreeSet<>(List.of("/lm_heap/MatMul")));
        assertThatThrownBy(() -> graph(typo)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContainingAll("/lm_heap/MatMul", "/model/layers.0/attn/qkv_proj/MatMul");
        assertThat(work.resolve("out")).doesNotExist();
    }
}
