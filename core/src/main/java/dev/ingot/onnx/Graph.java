package dev.ingot.onnx;

import java.util.List;

/**
 * A computation: nodes in topological order between inputs and outputs.
 *
 * @param name         of the graph
 * @param inputs       what is fed
 * @param outputs      what comes out
 * @param initializers the constants
 * @param nodes        the operator calls, each after those it depends on
 */
public record Graph(String name, List<ValueInfo> inputs, List<ValueInfo> outputs, List<Tensor> initializers,
        List<Node> nodes) {

    /** Copies the lists. */
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        initializers = List.copyOf(initializers);
        nodes = List.copyOf(nodes);
    }
}
