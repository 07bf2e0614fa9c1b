package dev.ingot.runtime.engine;

import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.ValueInfo;
import java.util.List;
import java.util.Optional;

/**
 * Finds the hidden states of a decoder graph, {@code [batch, step, width]}: what the head works on, after the last norm.
 * Where they are no output, they are made one; those who do not ask for them never notice.
 */
final class HiddenStates {

    /** The output that the reference builder makes of them when it is asked to. */
    private static final String DECLARED = "hidden_states";

    private HiddenStates() {}

    /**
     * Finds them.
     *
     * @param graph  gets another output, if it has none of them
     * @param logits name of the output that is computed from them
     * @param head   what the head works on, if it is known
     * @return name of an output; empty if there are none, or none in floats of 32 bits
     */
    static Optional<String> output(final OnnxPatch graph, final String logits, final Optional<String> head) {
        final Optional<ValueInfo> declared = graph.output(DECLARED);
        if (declared.isPresent()) {
            return declared.filter(HiddenStates::isFloat).map(ValueInfo::name);
        }
        final ValueInfo scores = graph.output(logits).orElseThrow();
        if (head.isEmpty() || !isFloat(scores) || isCast(graph, logits)) {
            return Optional.empty();
        }
        final String name = head.get();
        if (!graph.outputNames().contains(name)) {
            graph.forgetShape(name);
            graph.addOutput(new ValueInfo(name, ElementType.FLOAT, List.of(scores.shape().get(0),
                    Dimension.of("ingot_step"), Dimension.of("ingot_width"))));
        }
        return head;
    }

    private static boolean isFloat(final ValueInfo value) {
        return value.type() == ElementType.FLOAT;
    }

    /** The head computes in another type than it yields. */
    private static boolean isCast(final OnnxPatch graph, final String value) {
        return graph.producerOf(value).stream().anyMatch(node -> graph.node(node).type().equals("Cast"));
    }
}
