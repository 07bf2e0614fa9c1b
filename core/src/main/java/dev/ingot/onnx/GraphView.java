package dev.ingot.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What can be asked of a graph while it is being changed. Works on the file's own messages, known to Ingot or not.
 */
abstract sealed class GraphView permits OnnxPatch {

    final Path file;
    final ModelProto.Builder model;
    final GraphProto.Builder graph;
    private final ModelDecoder decoder;

    GraphView(final Path file, final byte[] bytes) {
        this.file = file;
        this.decoder = new ModelDecoder(file);
        this.model = decoder.proto(bytes).toBuilder();
        this.graph = model.getGraphBuilder();
    }

    /** A view of a graph nested in that of another view. */
    GraphView(final GraphView around, final GraphProto.Builder body) {
        this.file = around.file;
        this.decoder = around.decoder;
        this.model = around.model;
        this.graph = body;
    }

    /**
     * Returns the version of an operator set that the model imports.
     *
     * @param domain empty for ONNX itself
     * @return the version, or empty when it imports none
     */
    public OptionalLong opset(final String domain) {
        return model.getOpsetImportList().stream()
                .filter(it -> canonical(it.getDomain()).equals(canonical(domain)))
                .mapToLong(OperatorSetIdProto::getVersion).findFirst();
    }

    private static String canonical(final String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    /**
     * Returns what the file says about itself (metadata_props).
     *
     * @return the pairs, in file order
     * @throws ModelFormatException if a key occurs twice
     */
    public Map<String, String> metadata() {
        return decoder.metadata(model.build());
    }

    /**
     * Returns the names of the graph inputs.
     *
     * @return names, in file order
     */
    public List<String> inputNames() {
        return graph.getInputList().stream().map(ValueInfoProto::getName).toList();
    }

    /**
     * Returns the names of the graph outputs.
     *
     * @return names, in file order
     */
    public List<String> outputNames() {
        return graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    }

    /**
     * Returns a graph input.
     *
     * @param name its name
     * @return the input, or empty when there is none of this name
     * @throws ModelFormatException if it is no tensor of a type that Ingot knows, or has no shape
     */
    public Optional<ValueInfo> input(final String name) {
        return find(graph.getInputList(), name);
    }

    /**
     * Returns a graph output.
     *
     * @param name its name
     * @return the output, or empty when there is none of this name
     * @throws ModelFormatException if it is no tensor of a type that Ingot knows, or has no shape
     */
    public Optional<ValueInfo> output(final String name) {
        return find(graph.getOutputList(), name);
    }

    private Optional<ValueInfo> find(final List<ValueInfoProto> values, final String name) {
        return values.stream().filter(it -> it.getName().equals(name)).findFirst().map(decoder::valueInfo);
    }

    /**
     * Returns the shape of an initializer, whatever its element type.
     *
     * @param name its name
     * @return its dimensions, or empty when there is none of this name
     */
    public Optional<List<Long>> initializerShape(final String name) {
        return initializerProto(name).map(it -> List.copyOf(it.getDimsList()));
    }

    /**
     * Returns how many elements all initializers of a type have together.
     *
     * @param type element type
     * @return their number
     */
    public long elementsOf(final ElementType type) {
        return graph.getInitializerList().stream().filter(it -> it.getDataType() == type.code())
                .mapToLong(it -> it.getDimsList().stream().reduce(1L, Math::multiplyExact)).sum();
    }

    /**
     * Returns an initializer.
     *
     * @param name its name
     * @return the initializer, or empty when there is none of this name
     * @throws ModelFormatException if it is malformed, or of an element type outside {@link ElementType}
     */
    public Optional<Tensor> initializer(final String name) {
        return initializerProto(name).map(decoder::tensor);
    }

    /**
     * Returns a constant, be it an initializer or what a Constant node holds.
     *
     * @param value its name
     * @return the constant, or empty when the value is computed or comes from outside
     * @throws ModelFormatException if it is malformed, or of an element type outside {@link ElementType}
     */
    public Optional<Tensor> constant(final String value) {
        return initializer(value).or(() -> graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Constant") && node.getOutputList().contains(value))
                .flatMap(node -> node.getAttributeList().stream())
                .filter(attribute -> attribute.getName().equals("value") && attribute.hasT()).findFirst()
                .map(attribute -> decoder.tensor(attribute.getT())));
    }

    Optional<TensorProto> initializerProto(final String name) {
        return graph.getInitializerList().stream().filter(it -> it.getName().equals(name)).findFirst();
    }

    /**
     * Returns the number of nodes, those of nested graphs not counted.
     *
     * @return the number
     */
    public int nodeCount() {
        return graph.getNodeCount();
    }

    /**
     * Returns a node. Of its attributes those are shown that hold numbers and text; nested graphs, tensors and rarer
     * kinds stay in the file unseen.
     *
     * @param index position in the file
     * @return the node
     * @throws ModelFormatException if an attribute occurs twice or is no UTF-8 text
     */
    public Node node(final int index) {
        final NodeProto node = graph.getNode(index);
        return decoder.node(node, node.getAttributeList().stream().filter(GraphView::isPlain).toList());
    }

    private static boolean isPlain(final AttributeProto attribute) {
        return attribute.getRefAttrName().isEmpty() && switch (attribute.getType()) {
            case INT, FLOAT, STRING, INTS, FLOATS, STRINGS -> true;
            case TENSOR, GRAPH, UNDEFINED, SPARSE_TENSOR, TYPE_PROTO, TENSORS, GRAPHS, SPARSE_TENSORS,
                    TYPE_PROTOS ->
                false;
        };
    }

    /**
     * Finds the node that yields a value.
     *
     * @param value name of the value
     * @return position of the node, or empty when none yields it
     */
    public OptionalInt producerOf(final String value) {
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getOutputList().contains(value)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Finds the nodes that take a value as input, or whose nested graphs do.
     *
     * @param value name of the value
     * @return positions of the nodes, ascending
     */
    public List<Integer> consumersOf(final String value) {
        final var result = new ArrayList<Integer>();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (takes(graph.getNode(i), value)) {
                result.add(i);
            }
        }
        return List.copyOf(result);
    }

    /**
     * Tells whether anything takes a value: a node, one of a nested graph, or the outputs of the model.
     *
     * @param value name of the value
     * @return true if so
     */
    public boolean isUsed(final String value) {
        return outputNames().contains(value) || graph.getNodeList().stream().anyMatch(it -> takes(it, value));
    }

    private static boolean takes(final NodeProto node, final String value) {
        return node.getInputList().contains(value) || node.getAttributeList().stream()
                .flatMap(it -> Stream.concat(Stream.of(it.getG()), it.getGraphsList().stream()))
                .anyMatch(it -> it.getNodeList().stream().anyMatch(inner -> takes(inner, value))
                        || it.getOutputList().stream().anyMatch(output -> output.getName().equals(value)));
    }

    /**
     * Returns how many bytes each initializer has, those in data files included.
     *
     * @return sizes by name, in file order; initializers of types that Ingot does not know are left out
     */
    public Map<String, Long> initializerSizes() {
        final var sizes = new LinkedHashMap<String, Long>();
        for (final TensorProto tensor : graph.getInitializerList()) {
            ElementType.ofCode(tensor.getDataType()).ifPresent(type -> sizes.put(tensor.getName(),
                    tensor.getDimsList().stream().reduce((long) type.bytes(), Math::multiplyExact)));
        }
        return sizes;
    }

    /**
     * Checks that the bytes of every external tensor exist, as {@link OnnxFiles#checkExternalData} does, those of
     * unknown element types included.
     *
     * @param directory where the graph file lies
     * @throws ModelFormatException if a location leaves the directory, or a tensor lies beyond the end of its file
     * @throws StorageException     if a file cannot be examined
     */
    public void checkExternalData(final Path directory) {
        ExternalData.check(file, graph.build(), directory);
    }
}
