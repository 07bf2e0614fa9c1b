package dev.ingot.calibrate;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Dissolves the nested graphs of a decoder. They hold what is always computed, a layer's experts, and are nested only to
 * keep the graph as a whole small; a layer by itself is small enough.
 */
final class Branches {

    private static final String ALWAYS = "then_branch";

    private final List<Node> nodes = new ArrayList<>();
    private final List<Tensor> initializers = new ArrayList<>();

    private Branches() {}

    static Graph dissolved(final Graph graph) {
        final var branches = new Branches();
        branches.add(graph);
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), branches.initializers,
                branches.nodes);
    }

    private void add(final Graph graph) {
        initializers.addAll(graph.initializers());
        for (final Node node : graph.nodes()) {
            if (node.attributes().get(ALWAYS) instanceof Attribute.Body(Graph body)) {
                add(body);
                for (int i = 0; i < node.outputs().size(); i++) {
                    nodes.add(new Node("Identity", "", node.name() + "/" + i,
                            List.of(body.outputs().get(i).name()), List.of(node.outputs().get(i)), Map.of()));
                }
            } else {
                nodes.add(node);
            }
        }
    }
}
