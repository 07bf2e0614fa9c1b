package dev.ingot.foreign;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import java.util.Set;

/** Tells the lookup of tokens from all other gathers: its indices are the model's input. */
final class Lookups {

    private static final String IDS = "input_ids";
    private static final Set<String> PASSING = Set.of("Cast", "Identity", "Reshape", "Unsqueeze", "Squeeze");

    private Lookups() {}

    static boolean isEmbedding(final OnnxPatch patch, final Node node) {
        return node.type().equals("Gather") && node.domain().isEmpty() && node.inputs().size() == 2
                && isFirstAxis(node) && comesFromIds(patch, node.inputs().get(1));
    }

    private static boolean isFirstAxis(final Node node) {
        return !(node.attributes().get("axis") instanceof Attribute.Int axis) || axis.value() == 0;
    }

    private static boolean comesFromIds(final OnnxPatch patch, final String value) {
        if (value.equals(IDS)) {
            return true;
        }
        final var producer = patch.producerOf(value);
        if (producer.isEmpty()) {
            return false;
        }
        final Node node = patch.node(producer.getAsInt());
        return PASSING.contains(node.type()) && comesFromIds(patch, node.inputs().getFirst());
    }
}
