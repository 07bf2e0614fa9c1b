package dev.ingot.adapter;

import dev.ingot.onnx.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor of an adapter, for the graph input of the same name.
 *
 * @param name  of the input
 * @param type  of the elements
 * @param shape its dimensions
 * @param data  little-endian elements, row-major
 */
public record AdapterParameter(String name, ElementType type, List<Long> shape, MemorySegment data) {

    /**
     * Copies the shape.
     *
     * @throws IllegalArgumentException if the data has another size than type and shape say
     */
    public AdapterParameter {
        shape = List.copyOf(shape);
        final long elements = shape.stream().reduce(1L, Math::multiplyExact);
        if (data.byteSize() != Math.multiplyExact(elements, (long) type.bytes())) {
            throw new IllegalArgumentException(
                    name + " of " + type + " " + shape + " has " + data.byteSize() + " bytes of data");
        }
    }
}
