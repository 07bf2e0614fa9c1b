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
 * Small changes to the graph of any tool, in memory. Works on the file's own messages: whatever is not changed here,
 * known to Ingot or not, comes out of {@link #toBytes} as it went in.
 *
 * <pre>{@code
 * var patch = OnnxPatch.read(file);
 * int head = patch.producerOf("logits").orElseThrow();
 * String hidden = patch.node(head).inputs().getFirst();
 * patch.addInitializer(Tensor.Inline.of("last", List.of(1L), -1L));
 * patch.insertBefore(head, new Node("Gather", "", "/slice", List.of(hidden, "last"), List.of("/slice/output_0"),
 *         Map.of("axis", new Attribute.Int(1))));
 * patch.replaceInput(head + 1, 0, "/slice/output_0");
 * byte[] bytes = patch.toBytes();
 * }</pre>
 *
 * <p>Nodes are addressed by their position in the file; inserting one moves those behind it by one. Not thread-safe.
 */
public final class OnnxPatch {

    private final Path file;
    private final ModelDecoder decoder;
    private final ModelProto.Builder model;
    private final GraphProto.Builder graph;

    private OnnxPatch(final Path file, final byte[] bytes) {
        this.file = file;
        this.decoder = new ModelDecoder(file);
        this.model = decoder.proto(bytes).toBuilder();
        this.graph = model.getGraphBuilder();
    }

    /**
     * Reads a graph file.
     *
     * @param file the graph file
     * @return its graph, to be changed
     * @throws ModelFormatException if it is no ONNX model
     * @throws StorageException     if it cannot be read
     */
    public static OnnxPatch read(final Path file) {
        return parse(file, OnnxFiles.readBytes(file));
    }

    /**
     * Parses the content of a graph file.
     *
     * @param file  where it comes from, for messages
     * @param bytes the content
     * @return its graph, to be changed
     * @throws ModelFormatException if it is no ONNX model
     */
    public static OnnxPatch parse(final Path file, final byte[] bytes) {
        return new OnnxPatch(file, bytes);
    }

    /**
     * Returns the changed graph file.
     *
     * @return its content
     */
    public byte[] toBytes() {
        return model.build().toByteArray();
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
     * Adds a graph input behind the others.
     *
     * @param input the input
     * @throws IllegalArgumentException if its name is taken
     */
    public void addInput(final ValueInfo input) {
        requireFresh(input.name());
        graph.addInput(ModelEncoder.valueInfo(input));
    }

    /**
     * Adds a graph output behind the others.
     *
     * @param output the output; a node yields a value of this name
     * @throws IllegalArgumentException if there is an output of this name
     */
    public void addOutput(final ValueInfo output) {
        require(!outputNames().contains(output.name()), "already an output: " + output.name());
        graph.addOutput(ModelEncoder.valueInfo(output));
    }

    /**
     * Declares another shape for a graph output.
     *
     * @param name  of the output
     * @param shape its new dimensions
     * @throws IllegalArgumentException if there is no output of this name
     */
    public void setOutputShape(final String name, final List<Dimension> shape) {
        final int index = outputNames().indexOf(name);
        require(index >= 0, "no output: " + name);
        graph.getOutputBuilder(index).getTypeBuilder().getTensorTypeBuilder()
                .setShape(ModelEncoder.shape(shape));
    }

    /**
     * Forgets the declared shape of an intermediate value (value_info), which a change before it may have made wrong.
     *
     * @param name of the value; one without a declaration is fine
     */
    public void forgetShape(final String name) {
        for (int i = graph.getValueInfoCount() - 1; i >= 0; i--) {
            if (graph.getValueInfo(i).getName().equals(name)) {
                graph.removeValueInfo(i);
            }
        }
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

    private Optional<TensorProto> initializerProto(final String name) {
        return graph.getInitializerList().stream().filter(it -> it.getName().equals(name)).findFirst();
    }

    /**
     * Adds an initializer.
     *
     * @param tensor the initializer
     * @throws IllegalArgumentException if its name is taken
     */
    public void addInitializer(final Tensor tensor) {
        requireFresh(tensor.name());
        graph.addInitializer(ModelEncoder.tensor(tensor));
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
        return decoder.node(node, node.getAttributeList().stream().filter(OnnxPatch::isPlain).toList());
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
     * Finds the nodes that take a value as input. Uses inside nested graphs are not seen.
     *
     * @param value name of the value
     * @return positions of the nodes, ascending
     */
    public List<Integer> consumersOf(final String value) {
        final var result = new ArrayList<Integer>();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getInputList().contains(value)) {
                result.add(i);
            }
        }
        return List.copyOf(result);
    }

    /**
     * Inserts a node. What it takes must be yielded before that position for the order to stay topological.
     *
     * @param index position the new node gets; {@link #nodeCount} puts it last
     * @param node  the node
     * @throws IllegalArgumentException if the name of one of its outputs is taken
     */
    public void insertBefore(final int index, final Node node) {
        node.outputs().stream().filter(name -> !name.isEmpty()).forEach(this::requireFresh);
        graph.addNode(index, ModelEncoder.node(node));
    }

    /**
     * Makes a node take another value.
     *
     * @param node  position of the node
     * @param input position among its inputs
     * @param value name of the value to take
     */
    public void replaceInput(final int node, final int input, final String value) {
        graph.getNodeBuilder(node).setInput(input, value);
    }

    /**
     * Puts a node in the place of another.
     *
     * @param index position of the node
     * @param node  the new one; what it takes and yields has to fit
     */
    public void replaceNode(final int index, final Node node) {
        graph.setNode(index, ModelEncoder.node(node));
    }

    /**
     * Removes a node.
     *
     * @param index position of the node
     */
    public void removeNode(final int index) {
        graph.removeNode(index);
    }

    /**
     * Removes an initializer.
     *
     * @param name its name; one that is not there is fine
     */
    public void removeInitializer(final String name) {
        for (int i = graph.getInitializerCount() - 1; i >= 0; i--) {
            if (graph.getInitializer(i).getName().equals(name)) {
                graph.removeInitializer(i);
            }
        }
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
     * Imports an operator set unless the model imports a version of it already.
     *
     * @param domain  its name
     * @param version wanted
     */
    public void importOpset(final String domain, final long version) {
        if (opset(domain).isEmpty()) {
            model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
        }
    }

    /**
     * Says something about the model, in place of what was said under that key.
     *
     * @param key   the key
     * @param value the value
     */
    public void putMetadata(final String key, final String value) {
        for (int i = model.getMetadataPropsCount() - 1; i >= 0; i--) {
            if (model.getMetadataProps(i).getKey().equals(key)) {
                model.removeMetadataProps(i);
            }
        }
        model.addMetadataPropsBuilder().setKey(key).setValue(value);
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

    /** Decides where a tensor's bytes will lie. */
    @FunctionalInterface
    public interface Relocation {

        /**
         * Takes the bytes over.
         *
         * @param tensor   its name
         * @param location data file that has the bytes, relative to the graph file
         * @param offset   of the first byte
         * @param length   in bytes
         * @return the new place
         */
        Tensor.External move(String tensor, String location, long offset, long length);
    }

    /**
     * Gives every tensor in a data file a new place, those of nested graphs and attributes included.
     *
     * @param relocation is asked once per tensor
     * @throws ModelFormatException if a tensor says neither how long it is nor a type from which that follows
     */
    public void relocate(final Relocation relocation) {
        new ExternalPlaces(file, relocation).move(graph);
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

    private void requireFresh(final String name) {
        require(!inputNames().contains(name) && initializerProto(name).isEmpty()
                && producerOf(name).isEmpty(),
                "name taken: " + name);
    }

    private void require(final boolean condition, final String message) {
        if (!condition) {
            throw new IllegalArgumentException(file + ": " + message);
        }
    }
}
