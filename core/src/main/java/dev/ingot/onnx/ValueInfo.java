package dev.ingot.onnx;

import java.util.List;

/**
 * A graph input or output.
 *
 * @param name  its name
 * @param type  element type
 * @param shape its dimensions
 */
public record ValueInfo(String name, ElementType type, List<Dimension> shape) {

    /** Copies the list. */
    public ValueInfo {
        shape = List.copyOf(shape);
    }
}
