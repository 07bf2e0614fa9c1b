package dev.ingot.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
public final class OnnxPatch extends GraphView {

    private OnnxPatch(final Path file, final byte[] bytes) {
        super(file, bytes);
    }

    private OnnxPatch(final OnnxPatch around, final GraphProto.Builder body) {
        super(around, body);
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
     * Returns the graphs nested in a node, such as the branches of an If. Changing them changes this one; what they take
     * from the graphs around them is no part of theirs.
     *
     * @param node position of the node
     * @return its graphs, in file order; empty for most nodes
     */
    public List<OnnxPatch> bodies(final int node) {
        final var bodies = new ArrayList<OnnxPatch>();
        for (int i = 0; i < graph.getNode(node).getAttributeCount(); i++) {
            if (graph.getNode(node).getAttribute(i).hasG()) {
                bodies.add(
                        new OnnxPatch(this, graph.getNodeBuilder(node).getAttributeBuilder(i).getGBuilder()));
            }
        }
        return bodies;
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
