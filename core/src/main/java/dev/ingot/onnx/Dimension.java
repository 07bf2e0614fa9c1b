package dev.ingot.onnx;

/** One dimension of a graph input or output. */
public sealed interface Dimension {

    /**
     * A dimension known when the graph is written.
     *
     * @param size number of elements
     */
    record Fixed(long size) implements Dimension {}

    /**
     * A dimension known when the graph runs.
     *
     * @param name symbolic name; equal names mean equal sizes; empty when the file gives none
     */
    record Symbolic(String name) implements Dimension {}

    /**
     * Makes a fixed dimension.
     *
     * @param size number of elements
     * @return the dimension
     */
    static Dimension of(final long size) {
        return new Fixed(size);
    }

    /**
     * Makes a symbolic dimension.
     *
     * @param name its name
     * @return the dimension
     */
    static Dimension of(final String name) {
        return new Symbolic(name);
    }
}
