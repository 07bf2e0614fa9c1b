package dev.ingot.decoder;

import dev.ingot.onnx.Attribute;
import java.util.List;
import java.util.Map;

/**
 * Brings positions to their experts and back: rows are sorted by expert, cut into one run per expert, which may be empty,
 * and in the end put into their old order.
 */
final class Dispatch {

    private final GraphBuilder graph;
    private final String path;
    private final int count;
    private final int chosen;
    private final String order; // [rows], of the sorted rows
    private final String sizes; // [experts]

    /**
     * Adds the sorting.
     *
     * @param path    of its nodes
     * @param experts expert of each row, {@code [rows]}; those of one position are next to each other
     * @param spec    how many there are
     */
    Dispatch(final GraphBuilder graph, final String path, final String experts, final ExpertsSpec spec) {
        this.graph = graph;
        this.path = path;
        this.count = spec.count();
        this.chosen = spec.chosen();
        order = ascending(path + "/order", experts);
        final String ones = graph.onnx(path + "/sizes", "Expand", graph.int64(1),
                graph.onnx(path + "/sizes", "Shape", experts));
        sizes = graph.onnx(path + "/sizes", "ScatterElements",
                Map.of("axis", new Attribute.Int(0), "reduction", new Attribute.Text("add")),
                graph.int64s(new long[count]), experts, ones);
    }

    /** Copies each position once for each of its experts: {@code [positions, width]} to sorted {@code [rows, width]}. */
    String sorted(final String positions) {
        final String owners = graph.onnx(path + "/owners", "Div", order, graph.int64(chosen));
        return graph.onnx(path + "/sorted", "Gather", positions, owners);
    }

    /** Cuts sorted rows into those of each expert. */
    List<String> runs(final String stage, final String sorted) {
        return graph.onnx(path + "/" + stage, "Split", count, Map.of("axis", new Attribute.Int(0)), sorted,
                sizes);
    }

    /** Puts the rows of all experts one below the other again. */
    String joined(final String stage, final List<String> runs) {
        return graph.onnx(path + "/" + stage, "Concat", Map.of("axis", new Attribute.Int(0)),
                runs.toArray(String[]::new));
    }

    /** Puts sorted rows into the order in which their experts were chosen. */
    String restored(final String sorted) {
        return graph.onnx(path + "/restored", "Gather", sorted, ascending(path + "/restored", order));
    }

    /** Positions of the elements of a vector in ascending order; equal ones stay in theirs. */
    private String ascending(final String name, final String values) {
        return graph.onnx(name, "TopK", 2,
                Map.of("axis", new Attribute.Int(0), "largest", new Attribute.Int(0)), values,
                graph.onnx(name, "Shape", values)).get(1);
    }
}
