package dev.ingot.runtime.engine;

import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds the length at which a graph changes its rotary frequencies, as LongRoPE does: what the attention takes as
 * cosines then depends on a comparison of the whole length with a constant. Cached keys do not follow such a change,
 * so a sequence that grows beyond that length has to be computed anew.
 */
final class RotarySwitch {

    private static final String ATTENTION = "GroupQueryAttention";
    private static final int COSINES = 7; // input

    private final OnnxPatch graph;
    private final Set<String> seen = new HashSet<>();

    private RotarySwitch(final OnnxPatch graph) {
        this.graph = graph;
    }

    /** Returns the longest sequence that still has the first frequencies, or empty when there are no others. */
    static OptionalInt find(final OnnxPatch graph) {
        final var search = new RotarySwitch(graph);
        for (int i = 0; i < graph.nodeCount(); i++) {
            final Node node = graph.node(i);
            if (node.type().equals(ATTENTION) && node.inputs().size() > COSINES) {
                final OptionalLong found = search.comparison(node.inputs().get(COSINES));
                if (found.isPresent()) {
                    return OptionalInt.of(Math.toIntExact(found.getAsLong()));
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Goes back from a value to the comparison that it depends on. */
    private OptionalLong comparison(final String value) {
        final OptionalInt producer = seen.add(value) ? graph.producerOf(value) : OptionalInt.empty();
        if (producer.isEmpty()) {
            return OptionalLong.empty();
        }
        final Node node = graph.node(producer.getAsInt());
        if (node.type().equals("Greater")) {
            return graph.constant(node.inputs().getLast()).map(RotarySwitch::integer)
                    .orElse(OptionalLong.empty());
        }
        for (final String input : node.inputs()) {
            final OptionalLong found = comparison(input);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong integer(final Tensor tensor) {
        return tensor instanceof Tensor.Inline inline && inline.type() == ElementType.INT64
                && inline.data().remaining() == Long.BYTES
                        ? OptionalLong.of(inline.data().getLong(inline.data().position()))
                        : OptionalLong.empty();
    }
}
