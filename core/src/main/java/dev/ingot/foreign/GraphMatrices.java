package dev.ingot.foreign;

import dev.ingot.decoder.BlockNodes;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.WeightMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The constant matrices of a graph, those in blocks and those of floats, to be read and compared. Nothing is loaded:
 * data files are mapped, and what is handed out is valid until the close. Not thread-safe; the matrices are.
 */
public final class GraphMatrices implements AutoCloseable {

    private final Path file;
    private final OnnxPatch patch;
    private final DataFiles files;
    private final Constants constants;
    private final List<Place> places = new ArrayList<>();
    private final Map<String, Place> byName = new HashMap<>();

    /** A node, and what the graph that it stands in sees. */
    private record Place(OnnxPatch graph, Constants constants, Node node) {}

    private GraphMatrices(final Path file) {
        this.file = file;
        this.patch = OnnxPatch.read(file);
        final Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        patch.checkExternalData(directory);
        this.files = new DataFiles(directory);
        this.constants = new Constants(patch, files);
        collect(patch, constants);
    }

    /** Experts stand in graphs of their own. */
    private void collect(final OnnxPatch graph, final Constants visible) {
        for (int i = 0; i < graph.nodeCount(); i++) {
            final var place = new Place(graph, visible, graph.node(i));
            places.add(place);
            byName.putIfAbsent(place.node().name(), place);
            graph.bodies(i).forEach(body -> collect(body, visible.within(body)));
        }
    }

    /**
     * Opens the graph of a model directory.
     *
     * @param directory of an ONNX model
     * @return its matrices, to be closed by the caller
     * @throws dev.ingot.error.ModelFormatException if there is no graph, or it or a data file is damaged
     */
    public static GraphMatrices open(final Path directory) {
        return new GraphMatrices(ForeignModel.open(directory).graph());
    }

    /**
     * Returns the graph's file.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }

    /**
     * Tells whether Ingot built this graph from a checkpoint, so that its matrices have Ingot's names.
     *
     * @return false for graphs of other tools
     */
    public boolean builtByIngot() {
        final var metadata = patch.metadata();
        return metadata.containsKey("ingot.architecture") && !metadata.containsKey("ingot.source");
    }

    /**
     * Tells whether columns and rows of the layers' matrices were multiplied by factors before they were rounded, so that
     * their weights are not those of the checkpoint.
     *
     * @return true for what Ingot quantized by AWQ
     */
    public boolean scaled() {
        return "awq".equals(patch.metadata().get("ingot.algorithm"));
    }

    /** What a node has in blocks. */
    public sealed interface Entry {

        /** Blocks that can be read. */
        record Held(StoredBlocks blocks) implements Entry {}

        /**
         * Blocks of a kind that cannot.
         *
         * @param name   of the matrix
         * @param reason why not
         */
        record Strange(String name, String reason) implements Entry {}
    }

    /**
     * Returns the matrices in blocks, each once.
     *
     * @return those that are multiplied with, in the order of the graph, then those that are only looked up
     * @throws dev.ingot.error.ModelFormatException if one has other sizes than its node says
     */
    public List<Entry> quantized() {
        final var entries = new ArrayList<Entry>();
        final Set<Object> seen = new HashSet<>();
        for (final String operator : List.of(BlockReader.PRODUCT, BlockReader.LOOKUP)) {
            for (final Place place : places) {
                if (place.node().type().equals(operator) && seen.add(bytes(place.node()))) {
                    entries.add(new BlockReader(file, patch, place.graph(), files).read(place.node()));
                }
            }
        }
        return List.copyOf(entries);
    }

    /** A shared matrix has a name for each of its shapes, but its bytes once. */
    private Object bytes(final Node node) {
        final String name = node.inputs().get(node.type().equals(BlockReader.PRODUCT) ? 1 : 0);
        return patch.initializer(name).<Object>map(tensor -> tensor instanceof Tensor.External it
                ? List.of(it.location(), it.offset())
                : name).orElse(name);
    }

    /**
     * Finds the floats that stand at the place of a matrix in blocks: those that the product of the same name
     * multiplies with, or the table of the same name that is looked up.
     *
     * @param matrix of another graph of the same model
     * @return the matrix {@code [N, K]}, or empty when this graph has no constant floats there
     */
    public Optional<WeightMatrix> floatsLike(final StoredBlocks matrix) {
        if (matrix.lookup()) {
            return constants.behind(matrix.name()).map(constant -> constants.matrix(constant, false));
        }
        return Optional.ofNullable(byName.get(BlockNodes.withoutBits(matrix.node())))
                .filter(place -> place.node().type().equals("MatMul") && place.node().inputs().size() == 2)
                .flatMap(place -> place.constants().behind(place.node().inputs().get(1))
                        .map(constant -> place.constants().matrix(constant, true)));
    }

    @Override
    public void close() {
        files.close();
    }
}
