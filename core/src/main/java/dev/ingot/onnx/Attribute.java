package dev.ingot.onnx;

import java.util.List;

/** A named constant of a node. */
public sealed interface Attribute {

    /**
     * An integer.
     *
     * @param value its value
     */
    record Int(long value) implements Attribute {}

    /**
     * A float.
     *
     * @param value its value
     */
    record Real(float value) implements Attribute {}

    /**
     * A string.
     *
     * @param value its value
     */
    record Text(String value) implements Attribute {}

    /**
     * A list of integers.
     *
     * @param values the values
     */
    record Ints(List<Long> values) implements Attribute {}

    /**
     * A list of floats.
     *
     * @param values the values
     */
    record Reals(List<Float> values) implements Attribute {}

    /**
     * A list of strings.
     *
     * @param values the values
     */
    record Texts(List<String> values) implements Attribute {}

    /**
     * A tensor, stored inside the attribute.
     *
     * @param value the tensor
     */
    record Value(Tensor.Inline value) implements Attribute {}

    /**
     * A nested graph, such as a branch of If.
     *
     * @param graph the graph
     */
    record Body(Graph graph) implements Attribute {}
}
