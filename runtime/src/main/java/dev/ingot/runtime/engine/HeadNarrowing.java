package dev.ingot.runtime.engine;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Makes a decoder graph compute logits only for chosen positions.
 *
 * <p>The projection to the vocabulary is often the largest product of a step, and of a prompt only its last position is
 * needed. The head's matrix product is found by going back from the logits; the rows it works on then pass through a
 * GatherND, whose positions are a new graph input {@value #POSITIONS} of shape {@code [batch, positions, 1]}:
 *
 * <pre>
 *   hidden [batch, step, width] -> GatherND(batch_dims 1) -> [batch, positions, width] -> head -> [batch, positions, ids]
 * </pre>
 */
final class HeadNarrowing {

    /** Name of the new graph input. */
    static final String POSITIONS = "ingot_positions";

    private static final String ROWS = "/ingot/rows/output_0";
    private static final Set<String> HEADS = Set.of("MatMul", "MatMulNBits", "MatMulBnb4", "FusedMatMul");
    private static final Set<String> ELEMENTWISE = Set.of("Add", "Sub", "Mul", "Div", "Tanh", "Cast", "Where",
            "Clip", "Identity");
    private static final Set<String> KEEPS_CONSTANT = Set.of("Transpose", "Cast", "DequantizeLinear",
            "Reshape", "Unsqueeze", "Identity");
    private static final int BATCH_DIMS_SINCE = 12; // opset

    private final OnnxPatch graph;
    private final String logits;

    private HeadNarrowing(final OnnxPatch graph, final String logits) {
        this.graph = graph;
        this.logits = logits;
    }

    /**
     * Changes the graph if its head can be found.
     *
     * @param graph  to be changed
     * @param logits name of the output
     * @return name of the value that the head works on, before rows are chosen of it; empty if nothing was changed
     */
    static Optional<String> apply(final OnnxPatch graph, final String logits) {
        return new HeadNarrowing(graph, logits).apply();
    }

    private Optional<String> apply() {
        final ValueInfo output = graph.output(logits).orElseThrow();
        if (output.shape().size() != 3 || graph.opset("").orElse(0) < BATCH_DIMS_SINCE) {
            return Optional.empty();
        }
        final var chain = new ArrayList<String>();
        final OptionalInt head = head(chain);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        final String hidden = graph.node(head.getAsInt()).inputs().getFirst();
        insertBefore(head.getAsInt(), hidden, output);
        chain.forEach(graph::forgetShape);
        return Optional.of(hidden);
    }

    /** Goes back from the logits, noting the values on the way. */
    private OptionalInt head(final List<String> chain) {
        String value = logits;
        while (isOnlyOnWay(value)) {
            chain.add(value);
            final OptionalInt at = graph.producerOf(value);
            if (at.isEmpty()) {
                return OptionalInt.empty();
            }
            final Node node = graph.node(at.getAsInt());
            if (HEADS.contains(node.type())) {
                return isConstant(node.inputs().get(1)) ? at : OptionalInt.empty();
            }
            final Optional<String> next = ELEMENTWISE.contains(node.type())
                    ? onlyVariable(node.inputs())
                    : Optional.empty();
            if (next.isEmpty()) {
                return OptionalInt.empty();
            }
            value = next.get();
        }
        return OptionalInt.empty();
    }

    /** Tells whether nothing but the logits depends on a value. */
    private boolean isOnlyOnWay(final String value) {
        return value.equals(logits)
                ? graph.consumersOf(value).isEmpty()
                : graph.consumersOf(value).size() == 1 && !graph.outputNames().contains(value);
    }

    private Optional<String> onlyVariable(final List<String> inputs) {
        final List<String> variables = inputs.stream().filter(name -> !name.isEmpty() && !isConstant(name))
                .toList();
        final boolean rowsIndependent = inputs.stream().allMatch(this::isSameForAllRows);
        return variables.size() == 1 && rowsIndependent
                ? Optional.of(variables.getFirst())
                : Optional.empty();
    }

    private boolean isSameForAllRows(final String name) {
        final List<Long> shape = graph.initializerShape(name).orElse(List.of());
        return shape.size() < 2 || shape.subList(0, shape.size() - 1).stream().allMatch(size -> size == 1);
    }

    private boolean isConstant(final String name) {
        if (graph.initializerShape(name).isPresent()) {
            return true;
        }
        final OptionalInt producer = graph.producerOf(name);
        if (producer.isEmpty()) {
            return false;
        }
        final Node node = graph.node(producer.getAsInt());
        return node.type().equals("Constant") || (KEEPS_CONSTANT.contains(node.type())
                && node.inputs().stream().allMatch(input -> input.isEmpty() || isConstant(input)));
    }

    private void insertBefore(final int head, final String hidden, final ValueInfo output) {
        final Dimension batch = output.shape().getFirst();
        final Dimension positions = Dimension.of("ingot_positions_length");
        graph.addInput(
                new ValueInfo(POSITIONS, ElementType.INT64, List.of(batch, positions, Dimension.of(1))));
        graph.insertBefore(head, new Node("GatherND", "", "/ingot/rows", List.of(hidden, POSITIONS),
                List.of(ROWS), Map.of("batch_dims", new Attribute.Int(1))));
        graph.replaceInput(head + 1, 0, ROWS);
        graph.setOutputShape(logits, List.of(batch, positions, output.shape().getLast()));
    }
}
