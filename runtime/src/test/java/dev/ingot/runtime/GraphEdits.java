package dev.ingot.runtime;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Turns an exported graph into one as another tool would have written it. */
final class GraphEdits {

    private static final String HEAD = "head_output";

    private GraphEdits() {}

    static void edit(final Path directory, final UnaryOperator<Graph> change) {
        final Path file = directory.resolve("model.onnx");
        final Model model = OnnxFiles.read(file);
        OnnxFiles.write(new Model(model.irVersion(), model.opsets(), model.producer(), model.version(),
                model.metadata(), change.apply(model.graph())), file);
    }

    static void metadata(final Path directory, final String key, final String value) {
        final Path file = directory.resolve("model.onnx");
        final Model model = OnnxFiles.read(file);
        final var metadata = new LinkedHashMap<>(model.metadata());
        metadata.put(key, value);
        OnnxFiles.write(new Model(model.irVersion(), model.opsets(), model.producer(), model.version(),
                metadata, model.graph()), file);
    }

    /** Dimensions as recent releases of the reference builder declare them. */
    static Graph symbolicHeadSize(final Graph graph) {
        return new Graph(graph.name(), graph.inputs().stream().map(GraphEdits::symbolic).toList(),
                graph.outputs().stream().map(GraphEdits::symbolic).toList(), graph.initializers(),
                graph.nodes());
    }

    private static ValueInfo symbolic(final ValueInfo value) {
        if (value.shape().size() != 4) {
            return value;
        }
        final var shape = new ArrayList<>(value.shape());
        shape.set(3, Dimension.of("kv_cache_dim"));
        return new ValueInfo(value.name(), value.type(), shape);
    }

    /** Logits of the last position alone, as {@code prune_lm_head} makes them. */
    static Graph pruned(final Graph graph) {
        final var nodes = new ArrayList<Node>();
        for (final Node node : graph.nodes()) {
            if (node.outputs().contains("logits")) {
                final var inputs = new ArrayList<>(node.inputs());
                nodes.add(new Node("Gather", "", "prune", List.of(inputs.getFirst(), "last"),
                        List.of("pruned"), Map.of("axis", new Attribute.Int(1))));
                inputs.set(0, "pruned");
                nodes.add(node.withInputs(inputs));
            } else {
                nodes.add(node);
            }
        }
        final var initializers = new ArrayList<>(graph.initializers());
        initializers.add(Tensor.Inline.of("last", List.of(1L), -1L));
        final var outputs = graph.outputs().stream()
                .map(it -> it.name().equals("logits")
                        ? new ValueInfo(it.name(), it.type(),
                                List.of(it.shape().getFirst(), Dimension.of(1), it.shape().getLast()))
                        : it)
                .toList();
        return new Graph(graph.name(), graph.inputs(), outputs, initializers, nodes);
    }

    /** Hidden states as an output of their own, as {@code include_hidden_states} makes them. */
    static Graph hiddenStates(final Graph graph) {
        final var nodes = new ArrayList<>(graph.nodes());
        final Node head = nodes.stream().filter(it -> it.outputs().contains("logits")).findFirst()
                .orElseThrow();
        nodes.add(new Node("Identity", "", "hidden", List.of(head.inputs().getFirst()),
                List.of("hidden_states"), Map.of()));
        final ValueInfo logits = graph.outputs().getFirst();
        final var outputs = new ArrayList<>(graph.outputs());
        outputs.add(new ValueInfo("hidden_states", logits.type(), List.of(logits.shape().get(0),
                logits.shape().get(1), Dimension.of("hidden"))));
        return new Graph(graph.name(), graph.inputs(), outputs, graph.initializers(), nodes);
    }

    /** A cap of the logits, {@code 30 tanh(x / 30)}, in the order of the reference builder. */
    static Graph capped(final Graph graph) {
        return behindHead(graph, List.of(Tensor.Inline.of("cap", List.of(), 30f)),
                new Node("Div", "", "div", List.of(HEAD, "cap"), List.of("divided"), Map.of()),
                new Node("Tanh", "", "tanh", List.of("divided"), List.of("bent"), Map.of()),
                new Node("Mul", "", "mul", List.of("bent", "cap"), List.of("logits"), Map.of()));
    }

    /** A head behind which nothing can be cut: a reshape may mix rows. */
    static Graph reshaped(final Graph graph) {
        return behindHead(graph, List.of(Tensor.Inline.of("shape", List.of(3L), 0L, 0L, -1L)), new Node(
                "Reshape", "", "reshape", List.of(HEAD, "shape"), List.of("logits"), Map.of()));
    }

    private static Graph behindHead(final Graph graph, final List<Tensor.Inline> constants,
            final Node... more) {
        final var nodes = new ArrayList<Node>();
        for (final Node node : graph.nodes()) {
            nodes.add(new Node(node.type(), node.domain(), node.name(), node.inputs(),
                    node.outputs().stream().map(name -> name.equals("logits") ? HEAD : name).toList(),
                    node.attributes()));
        }
        nodes.addAll(List.of(more));
        final var initializers = new ArrayList<>(graph.initializers());
        initializers.addAll(constants);
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), initializers, nodes);
    }
}
