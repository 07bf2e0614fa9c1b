package dev.ingot.decoder;

import dev.ingot.onnx.Attribute;
import java.util.List;
import java.util.Map;

/** Chooses the experts of each position. Its matrix is small and decides much: it always stays floats. */
final class Router {

    /**
     * What was chosen.
     *
     * @param weights of the chosen experts, {@code [positions, chosen]}
     * @param experts the chosen ones, {@code [positions * chosen]}, those of one position next to each other
     */
    record Choice(String weights, String experts) {}

    private final GraphBuilder graph;
    private final Linear linear;
    private final ExpertsSpec spec;
    private final int hidden;

    Router(final GraphBuilder graph, final Linear linear, final ExpertsSpec spec, final int hidden) {
        this.graph = graph;
        this.linear = linear;
        this.spec = spec;
        this.hidden = hidden;
    }

    /** Adds the choice for {@code [positions, hidden]}. */
    Choice add(final String path, final String positions, final LayerWeights weights) {
        final String scores = linear.unquantized(path, positions,
                weights.matrix("mlp.gate", spec.count(), hidden),
                weights.bias(spec.bias(), "mlp.gate", spec.count()));
        if (spec.normalized()) {
            final List<String> best = best(path, scores);
            return choice(path, softmax(path, best.get(0)), best.get(1));
        }
        final List<String> best = best(path, softmax(path, scores));
        return choice(path, best.get(0), best.get(1));
    }

    private Choice choice(final String path, final String weights, final String experts) {
        return new Choice(weights, graph.onnx(path, "Reshape", experts, graph.int64s(-1)));
    }

    private String softmax(final String path, final String scores) {
        return graph.onnx(path, "Softmax", Map.of("axis", new Attribute.Int(-1)), scores);
    }

    private List<String> best(final String path, final String scores) {
        return graph.onnx(path, "TopK", 2, Map.of("axis", new Attribute.Int(-1)), scores,
                graph.int64s(spec.chosen()));
    }
}
