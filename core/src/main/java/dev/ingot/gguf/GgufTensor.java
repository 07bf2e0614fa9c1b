package dev.ingot.gguf;

import java.util.List;

/**
 * One tensor in the header of a GGUF file.
 *
 * @param name  the tensor's name
 * @param type  of its elements
 * @param shape dimensions, the one whose elements lie side by side first
 * @param begin offset of the first byte, in the file
 * @param bytes size
 */
record GgufTensor(String name, GgufType type, List<Long> shape, long begin, long bytes) {

    GgufTensor {
        shape = List.copyOf(shape);
    }

    /** Type and shape in words, for messages. */
    String describe() {
        return type + " " + shape;
    }
}
