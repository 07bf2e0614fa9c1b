package dev.ingot.foreign;

import dev.ingot.Blockwise;
import dev.ingot.MatrixRole;
import dev.ingot.Precision;
import dev.ingot.decoder.LayerMatrix;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.decoder.PlannedTensor.BlockSource;
import dev.ingot.decoder.WeightPlan;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.foreign.Constants.Constant;
import dev.ingot.onnx.DataLayout;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The graph of another tool with its constant matrices planned in blocks. Not thread-safe; the plan's tensors are valid
 * until the close.
 */
public final class ForeignGraph implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ForeignGraph.class.getName());

    /** In names of products that choose experts: small, and a choice that falls differently costs much. */
    private static final String ROUTER = "/router/";

    private record Key(String tensor, boolean turned) {}

    private final Path file;
    private final OnnxPatch patch;
    private final Precision precision;
    private final DataFiles files;
    private final WeightPlan plan;
    private final DataLayout layout;
    private final Map<Key, PlannedTensor.Packed> packed = new HashMap<>();
    private final Set<String> multiplied = new HashSet<>();
    private final Set<String> products = new LinkedHashSet<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private final Map<String, Long> sourceSizes;

    private ForeignGraph(final Path file, final Precision precision, final String dataFile) {
        this.file = file;
        this.precision = precision;
        this.patch = OnnxPatch.read(file);
        final Path directory = file.toAbsolutePath().getParent();
        patch.checkExternalData(directory == null ? file : directory);
        this.files = new DataFiles(directory == null ? file : directory);
        this.layout = new DataLayout(dataFile);
        this.plan = new WeightPlan(layout, ElementType.FLOAT);
        this.sourceSizes = patch.initializerSizes();
    }

    /**
     * Reads a graph and plans it.
     *
     * @param file      the graph file
     * @param precision in which formats matrices are stored
     * @param dataFile  name of the data file to be written
     * @param metadata  what the graph shall say about itself
     * @return the plan, to be closed by the caller
     * @throws UnsupportedModelException                 if there is nothing to quantize
     * @throws dev.ingot.error.ModelFormatException      if the graph or its data files are damaged
     */
    public static ForeignGraph plan(final Path file, final Precision precision, final String dataFile,
            final Map<String, String> metadata) {
        final var graph = new ForeignGraph(file, precision, dataFile);
        boolean done = false;
        try {
            graph.quantize();
            graph.copyTheRest();
            metadata.forEach(graph.patch::putMetadata);
            done = true;
            return graph;
        } finally {
            if (!done) {
                graph.close();
            }
        }
    }

    private void quantize() {
        final var constants = new Constants(patch, files);
        final var rewriter = new Rewriter(patch, plan, precision);
        products(patch, constants, rewriter, Heads.of(patch));
        for (int i = 0; i < patch.nodeCount(); i++) {
            final Node node = patch.node(i);
            if (Lookups.isEmbedding(patch, node)) {
                final var constant = constants.behind(node.inputs().getFirst());
                if (constant.isPresent()) {
                    i += lookup(constants, rewriter, i, node, constant.get());
                }
            }
        }
        checkFound();
        left.forEach(
                (reason, count) -> LOG.log(Level.INFO, "{0}: {1} products stay in floats: {2}", file, count,
                        reason));
        rewriter.removeUnused();
        plan.initializers().forEach(patch::addInitializer);
        patch.importOpset("com.microsoft", 1);
    }

    /** Quantizes the products of a graph and of those nested in it. */
    private void products(final OnnxPatch graph, final Constants constants, final Rewriter rewriter,
            final Set<String> heads) {
        for (int i = 0; i < graph.nodeCount(); i++) {
            final Node node = graph.node(i);
            if (Products.isProduct(node) && !node.name().contains(ROUTER)) {
                final var obstacle = Products.obstacle(graph, node);
                obstacle.ifPresent(reason -> left.merge(reason, 1, Integer::sum));
                final var constant = constants.behind(node.inputs().get(1)).filter(it -> obstacle.isEmpty());
                if (constant.isPresent()) {
                    i += product(constants, rewriter, i, node, constant.get(), heads);
                }
            }
            for (final OnnxPatch body : graph.bodies(i)) {
                final var inner = rewriter.within(body);
                products(body, constants.within(body), inner, Set.of());
                inner.removeUnused();
            }
        }
    }

    private int product(final Constants constants, final Rewriter rewriter, final int index, final Node node,
            final Constant constant, final Set<String> heads) {
        products.add(node.name());
        final var role = heads.contains(node.outputs().getFirst()) ? MatrixRole.HEAD : roleOf(node.name());
        final Optional<BlockFormat> format = precision.formatOf(role, node.name());
        format.ifPresent(blocks -> multiplied.add(constant.tensor().name()));
        if (format.isPresent() && role != MatrixRole.HEAD) {
            plan.offer(new LayerMatrix(node.name(), constants.matrix(constant, !Products.isTurned(node))));
        }
        return format.map(blocks -> rewriter.product(index, node,
                packed(constants, constant, !Products.isTurned(node), blocks),
                constant.type())).orElse(0);
    }

    private int lookup(final Constants constants, final Rewriter rewriter, final int index, final Node node,
            final Constant constant) {
        final PlannedTensor.@Nullable Packed shared = packed
                .get(new Key(constant.tensor().name(), constant.turned()));
        if (shared != null) {
            return rewriter.lookup(index, node, shared, multiplied.contains(shared.name()),
                    constant.type());
        }
        return precision.formatOf(MatrixRole.EMBEDDING).map(format -> rewriter.lookup(index, node,
                packed(constants, constant, false, format), false, constant.type())).orElse(0);
    }

    private PlannedTensor.Packed packed(final Constants constants, final Constant constant,
            final boolean transpose, final BlockFormat format) {
        return packed.computeIfAbsent(
                new Key(constant.tensor().name(), constant.turned() != transpose),
                key -> plan.packed(constant.tensor().name(),
                        new BlockSource.Quantized(constants.matrix(constant, transpose),
                                precision instanceof Blockwise blockwise
                                        ? blockwise.method().algorithm()
                                        : Algorithm.DEFAULT),
                        format));
    }

    private static MatrixRole roleOf(final String node) {
        return node.contains("attn") || node.contains("attention") ? MatrixRole.ATTENTION : MatrixRole.MLP;
    }

    private void checkFound() {
        precision.operators().requireNamesAmong(products);
        if (packed.isEmpty()) {
            throw new UnsupportedModelException(file
                    + ": expected MatMul or Gemm nodes with constant weights of 16 or 32 bits, found none"
                    + (isQuantized() ? ": the model is quantized already" : ""));
        }
    }

    private boolean isQuantized() {
        for (int i = 0; i < patch.nodeCount(); i++) {
            if (List.of("MatMulNBits", "MatMulInteger", "DequantizeLinear", "QMoE", "MatMulBnb4")
                    .contains(patch.node(i).type())) {
                return true;
            }
        }
        return false;
    }

    /** What lies in other data files goes into ours; tensors that share bytes still do. */
    private void copyTheRest() {
        record Range(String location, long offset, long length) {}
        final var planned = plan.initializers().stream().map(Tensor.External.class::cast)
                .collect(Collectors.toMap(Tensor::name, Function.identity()));
        final var moved = new HashMap<Range, Tensor.External>();
        patch.relocate((name, location, offset, length) -> {
            final Tensor.@Nullable External ours = planned.get(name);
            return ours != null
                    ? ours
                    : moved.computeIfAbsent(new Range(location, offset, length),
                            range -> plan.copied(name, files.bytes(location, offset, length)));
        });
    }

    /**
     * Returns the graph file.
     *
     * @return its content
     */
    public byte[] toBytes() {
        return patch.toBytes();
    }

    /**
     * Returns what to write into the data file.
     *
     * @return the tensors, in order
     */
    public List<PlannedTensor> tensors() {
        return plan.tensors();
    }

    /**
     * Returns the matrices that a mixture may give other bits.
     *
     * @return the matrices of the layers that are quantized
     */
    public List<LayerMatrix> layerMatrices() {
        return plan.layerMatrices();
    }

    /**
     * Returns the size of the data file.
     *
     * @return bytes
     */
    public long dataBytes() {
        return layout.size();
    }

    /**
     * Returns the sizes of the constants as they were.
     *
     * @return bytes by name
     */
    public Map<String, Long> sourceSizes() {
        return sourceSizes;
    }

    /**
     * Returns the sizes of the constants as they will be.
     *
     * @return bytes by name; bytes that several share count once
     */
    public Map<String, Long> outputSizes() {
        final var sizes = new HashMap<>(patch.initializerSizes());
        final var seen = new ArrayList<Long>();
        for (final Tensor tensor : plan.initializers()) {
            if (tensor instanceof Tensor.External external) {
                if (seen.contains(external.offset())) {
                    sizes.remove(external.name());
                }
                seen.add(external.offset());
            }
        }
        return sizes;
    }

    @Override
    public void close() {
        files.close();
    }
}
