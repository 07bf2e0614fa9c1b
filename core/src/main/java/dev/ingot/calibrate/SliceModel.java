package dev.ingot.calibrate;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model of its own made of a slice. Its weights are inputs: then ONNX Runtime computes with them where they lie, and
 * neither copies nor rearranges them.
 */
final class SliceModel {

    /** Behind the name of a tapped value: the sum of the products of its elements. */
    static final String PRODUCTS = "/calibration/products";
    /** Behind the name of a tapped value: the sums of the magnitudes of its elements. */
    static final String MAGNITUDES = "/calibration/magnitudes";
    /** Behind the name of a tapped value: how many rows it has, and how wide they are. */
    static final String SHAPE = "/calibration/shape";

    private static final String ROWS = "/calibration/rows";
    private static final long IR_VERSION = 10;
    private static final long OPSET = 21;
    private static final String FLAT = "/calibration/flat";
    private static final String FIRST = "/calibration/first";

    private final Graph graph;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, ValueInfo> inputs = new HashMap<>();

    SliceModel(final Graph graph) {
        this.graph = graph;
        graph.initializers().forEach(tensor -> constants.put(tensor.name(), tensor));
        graph.inputs().forEach(input -> inputs.put(input.name(), input));
    }

    /** A model that yields sums over tapped values. */
    byte[] ofTaps(final Slice slice, final List<Tap> taps) {
        final var nodes = new ArrayList<>(slice.nodes());
        final var outputs = new ArrayList<ValueInfo>();
        constants.put(FIRST, Tensor.Inline.of(FIRST, List.of(1L), 0L));
        for (final Tap tapped : taps) {
            final String tap = tapped.value();
            constants.put(tap + FLAT, Tensor.Inline.of(tap + FLAT, List.of(2L), -1L, tapped.width()));
            nodes.addAll(List.of(
                    new Node("Reshape", "", tap + ROWS, List.of(tap, tap + FLAT), List.of(tap + ROWS),
                            Map.of()),
                    new Node("Transpose", "", tap + ROWS + "/turned", List.of(tap + ROWS),
                            List.of(tap + ROWS + "/turned"), Map.of()),
                    new Node("MatMul", "", tap + PRODUCTS, List.of(tap + ROWS + "/turned", tap + ROWS),
                            List.of(tap + PRODUCTS), Map.of()),
                    new Node("ReduceL1", "", tap + MAGNITUDES, List.of(tap + ROWS, FIRST),
                            List.of(tap + MAGNITUDES), Map.of("keepdims", new Attribute.Int(0))),
                    new Node("Shape", "", tap + SHAPE, List.of(tap + ROWS), List.of(tap + SHAPE),
                            Map.of())));
            outputs.add(value(tap + PRODUCTS, ElementType.FLOAT, 2));
            outputs.add(value(tap + MAGNITUDES, ElementType.FLOAT, 1));
            outputs.add(value(tap + SHAPE, ElementType.INT64, 1));
        }
        return bytes(nodes, outputs);
    }

    /** A model that yields values. */
    byte[] ofValues(final Slice slice, final Collection<String> values) {
        return bytes(slice.nodes(),
                values.stream().map(name -> value(name, ElementType.FLOAT, 3)).toList());
    }

    private static ValueInfo value(final String name, final ElementType type, final int rank) {
        final var shape = new ArrayList<Dimension>();
        for (int i = 0; i < rank; i++) {
            shape.add(Dimension.of(name + i));
        }
        return new ValueInfo(name, type, shape);
    }

    private byte[] bytes(final List<Node> all, final List<ValueInfo> outputs) {
        final List<Node> nodes = needed(all, outputs);
        final var produced = new HashSet<String>();
        nodes.forEach(node -> produced.addAll(node.outputs()));
        final var fed = new LinkedHashMap<String, ValueInfo>();
        final var inline = new LinkedHashMap<String, Tensor>();
        for (final Node node : nodes) {
            for (final String input : node.inputs()) {
                if (!input.isEmpty() && !produced.contains(input)) {
                    source(input, fed, inline);
                }
            }
        }
        return OnnxFiles.toBytes(new Model(IR_VERSION, Map.of("", OPSET, "com.microsoft", 1L), "ingot", "",
                Map.of(), new Graph(graph.name(), List.copyOf(fed.values()), outputs,
                        List.copyOf(inline.values()), nodes)));
    }

    private void source(final String name, final Map<String, ValueInfo> fed,
            final Map<String, Tensor> inline) {
        switch (constants.get(name)) {
            case Tensor.Inline tensor -> inline.put(name, tensor);
            case Tensor.External tensor -> fed.put(name, new ValueInfo(name, tensor.type(),
                    tensor.shape().stream().map(Dimension::of).toList()));
            case null -> fed.put(name, inputs.getOrDefault(name, value(name, ElementType.FLOAT, 3)));
        }
    }

    /** Only what leads to the outputs. */
    private static List<Node> needed(final List<Node> nodes, final List<ValueInfo> outputs) {
        final Set<String> wanted = new HashSet<>();
        outputs.forEach(output -> wanted.add(output.name()));
        final var needed = new LinkedHashSet<Node>();
        for (final Node node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(node.inputs());
                needed.add(node);
            }
        }
        return new ArrayList<>(needed).reversed();
    }
}
