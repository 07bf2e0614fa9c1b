package dev.ingot.hf;

import java.util.List;

/**
 * One tensor in the header of a safetensors file.
 *
 * @param name  the tensor's name
 * @param dtype the element type as the file spells it
 * @param shape the dimensions, none for a scalar
 * @param begin offset of the first byte, in the file
 * @param end   offset after the last byte, in the file
 */
record TensorEntry(String name, String dtype, List<Long> shape, long begin, long end) {

    TensorEntry {
        shape = List.copyOf(shape);
    }

    /** Type and shape in words, for messages. */
    String describe() {
        return dtype + " " + shape;
    }

    long bytes() {
        return end - begin;
    }
}
