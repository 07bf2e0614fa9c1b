package dev.ingot.decoder;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.Tensor;
import dev.ingot.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Collects nodes in topological order. A node's name is its path plus its operator, its outputs are called after it,
 * and equal constants are made once. Not thread-safe.
 */
final class GraphBuilder {

    /** ONNX Runtime's own operator set. */
    static final String MICROSOFT = "com.microsoft";

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    /** Adds an ONNX operator called {@code path/type} and returns its output. */
    String onnx(final String path, final String type, final Map<String, Attribute> attributes,
            final String... inputs) {
        final String name = path + "/" + type;
        final String output = name + "/output_0";
        add(new Node(type, "", name, List.of(inputs), List.of(output), attributes));
        return output;
    }

    /** Adds an ONNX operator with several outputs. */
    List<String> onnx(final String path, final String type, final int outputs,
            final Map<String, Attribute> attributes, final String... inputs) {
        final String name = path + "/" + type;
        final List<String> names = IntStream.range(0, outputs).mapToObj(i -> name + "/output_" + i).toList();
        add(new Node(type, "", name, List.of(inputs), names, attributes));
        return names;
    }

    /** Adds an ONNX operator without attributes. */
    String onnx(final String path, final String type, final String... inputs) {
        return onnx(path, type, Map.of(), inputs);
    }

    /** Adds any node. */
    void add(final Node node) {
        nodes.add(node);
    }

    /** Returns the name of a constant vector of 64-bit integers. */
    String int64s(final long... values) {
        final String name = "/model/constants/INT64/" + Arrays.toString(values);
        constants.computeIfAbsent(name, key -> Tensor.Inline.of(key, List.of((long) values.length), values));
        return name;
    }

    /** Returns the name of a constant 64-bit integer. */
    String int64(final long value) {
        final String name = "/model/constants/INT64/" + value;
        constants.computeIfAbsent(name,
                key -> Tensor.Inline.of(key, List.of(), LongStream.of(value).toArray()));
        return name;
    }

    /** Returns the name of a constant number. */
    String real(final double value) {
        final String name = "/model/constants/FLOAT/" + (float) value;
        constants.computeIfAbsent(name, key -> Tensor.Inline.of(key, List.of(), (float) value));
        return name;
    }

    /** Returns a value times a constant; a factor of 1 adds no node. */
    String scaled(final String path, final String value, final double factor) {
        return factor == 1 ? value : onnx(path, "Mul", value, real(factor));
    }

    /** Returns {@code cap * tanh(value / cap)}; a cap of 0 adds no node. */
    String softcapped(final String path, final String value, final double cap) {
        return cap == 0
                ? value
                : onnx(path, "Mul", onnx(path, "Tanh", onnx(path, "Div", value, real(cap))), real(cap));
    }

    /** Adds an If: whatever is added meanwhile becomes the body of the branch; both yield one value of that shape. */
    String branches(final String path, final String condition, final List<Dimension> shape,
            final Supplier<String> then, final Supplier<String> otherwise) {
        final var bodies = new LinkedHashMap<String, Attribute>();
        bodies.put("then_branch", body(path + "/then", shape, then));
        bodies.put("else_branch", body(path + "/else", shape, otherwise));
        return onnx(path, "If", bodies, condition);
    }

    private Attribute.Body body(final String name, final List<Dimension> shape,
            final Supplier<String> content) {
        final int first = nodes.size();
        final var output = new ValueInfo(content.get(), ElementType.FLOAT, shape);
        final List<Node> added = nodes.subList(first, nodes.size());
        final var body = new Graph(name, List.of(), List.of(output), List.of(), added);
        added.clear();
        return new Attribute.Body(body);
    }

    /** Gives the output of the node added last another name. */
    void renameOutput(final String from, final String to) {
        final Node last = nodes.removeLast();
        if (!last.outputs().equals(List.of(from))) {
            throw new IllegalStateException(from + " is not what the last node yields");
        }
        nodes.add(new Node(last.type(), last.domain(), last.name(), last.inputs(), List.of(to),
                last.attributes()));
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    List<Tensor> constants() {
        return List.copyOf(constants.values());
    }
}
