package dev.ingot.foreign;

import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the product that the scores of tokens come from: the last one on every way to the output {@code logits}. */
final class Heads {

    /** What may stand between the product and the output: bias, scale, soft cap, mask, cast. */
    private static final Set<String> BETWEEN = Set.of("Add", "Mul", "Div", "Tanh", "Where", "Cast",
            "Identity", "Sub", "Slice", "Reshape");

    private Heads() {}

    /** Returns the names of the products' outputs. */
    static Set<String> of(final OnnxPatch patch) {
        final var found = new HashSet<String>();
        final Deque<String> open = new ArrayDeque<>(List.of("logits"));
        final var seen = new HashSet<String>();
        while (!open.isEmpty()) {
            final String value = open.pop();
            final var producer = patch.producerOf(value);
            if (!seen.add(value) || producer.isEmpty()) {
                continue;
            }
            final Node node = patch.node(producer.getAsInt());
            if (Products.isProduct(node)) {
                found.add(value);
            } else if (BETWEEN.contains(node.type())) {
                open.addAll(node.inputs());
            }
        }
        return found;
    }
}
