package dev.ingot.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operator call.
 *
 * @param type       name of the operator
 * @param domain     its operator set: empty for ONNX itself, {@code com.microsoft} for ONNX Runtime's own
 * @param name       of the node
 * @param inputs     names of values; an empty string where an optional input is left out
 * @param outputs    names of values; an empty string where an optional output is not wanted
 * @param attributes by name, in the order of writing
 */
public record Node(String type, String domain, String name, List<String> inputs, List<String> outputs,
        Map<String, Attribute> attributes) {

    /** Copies the lists. */
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * Makes the same node with other inputs.
     *
     * @param newInputs names of values
     * @return the node
     */
    public Node withInputs(final List<String> newInputs) {
        return new Node(type, domain, name, newInputs, outputs, attributes);
    }
}
