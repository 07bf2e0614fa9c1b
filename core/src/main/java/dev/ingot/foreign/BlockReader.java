package dev.ingot.foreign;

import dev.ingot.decoder.BlockNodes;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.foreign.GraphMatrices.Entry;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.BlockFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Reads the blocks that a node multiplies with or looks up. */
final class BlockReader {

    static final String PRODUCT = "MatMulNBits";
    static final String LOOKUP = "GatherBlockQuantized";

    private static final int DEFAULT_LOOKUP_BITS = 4;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final Path file;
    private final OnnxPatch patch;
    private final OnnxPatch graph;
    private final DataFiles files;

    /**
     * Prepares to read.
     *
     * @param patch the whole graph, which has the constants
     * @param graph that the nodes stand in: this or a nested one
     */
    BlockReader(final Path file, final OnnxPatch patch, final OnnxPatch graph, final DataFiles files) {
        this.file = file;
        this.patch = patch;
        this.graph = graph;
        this.files = files;
    }

    Entry read(final Node node) {
        final boolean lookup = node.type().equals(LOOKUP);
        final String blobs = node.inputs().get(lookup ? 0 : 1);
        final String name = BlockNodes.withoutBits(blobs);
        if (!node.domain().equals(BlockNodes.DOMAIN)) {
            return new Entry.Strange(name, "an operator of domain \"" + node.domain() + "\"");
        }
        final Optional<Tensor> blocks = patch.initializer(blobs);
        final Optional<Tensor> scales = patch.initializer(node.inputs().get(2));
        final Optional<Tensor> zeros = input(node, 3).flatMap(patch::initializer);
        if (!isOf(blocks, ElementType.UINT8) || !isOf(scales, ElementType.FLOAT)
                || (zeros.isPresent() && !isOf(zeros, ElementType.UINT8))
                || input(node, 3).isPresent() != zeros.isPresent()) {
            return new Entry.Strange(name, "blocks, scales or zero points of another type than Ingot's");
        }
        if (!lookup && input(node, 4).isPresent()) {
            return new Entry.Strange(name, "groups that an index assigns");
        }
        return blocks(node, name, blocks.get(), scales.orElseThrow(), zeros);
    }

    private static boolean isOf(final Optional<Tensor> tensor, final ElementType type) {
        return tensor.filter(it -> it.type() == type).isPresent();
    }

    private static Optional<String> input(final Node node, final int index) {
        return node.inputs().size() > index && !node.inputs().get(index).isEmpty()
                ? Optional.of(node.inputs().get(index))
                : Optional.empty();
    }

    private Entry blocks(final Node node, final String name, final Tensor blocks, final Tensor scales,
            final Optional<Tensor> zeros) {
        final boolean lookup = node.type().equals(LOOKUP);
        final BlockFormat format;
        try {
            format = new BlockFormat(number(node, "bits").orElse(DEFAULT_LOOKUP_BITS),
                    number(node, "block_size").orElseThrow(() -> missing(node, "block_size")),
                    zeros.isEmpty());
        } catch (InvalidOptionException e) {
            return new Entry.Strange(name, String.valueOf(e.getMessage()));
        }
        final int rows = lookup
                ? Math.toIntExact(blocks.shape().getFirst())
                : number(node, "N").orElseThrow(() -> missing(node, "N"));
        final int width = lookup
                ? (int) (elements(blocks) / rows / format.blobBytes()) * format.blockSize()
                : number(node, "K").orElseThrow(() -> missing(node, "K"));
        final Optional<List<Integer>> order = lookup ? Optional.empty() : order(node.inputs().getFirst());
        if (order.isPresent() && new HashSet<>(order.get()).size() < order.get().size()) {
            return new Entry.Strange(name, "columns that are padded to fill their groups");
        }
        return new Entry.Held(new StoredBlocks(name, node.name(), lookup, rows, width, format,
                bytes(blocks, (long) rows * format.rowBytes(width)),
                bytes(scales, (long) rows * format.scaleBytes(width)),
                zeros.map(tensor -> bytes(tensor, (long) rows * format.zeroPointBytes(width)))
                        .orElse(MemorySegment.NULL),
                order));
    }

    private static long elements(final Tensor tensor) {
        return tensor.shape().stream().reduce(1L, Math::multiplyExact);
    }

    private OptionalInt number(final Node node, final String key) {
        return node.attributes().get(key) instanceof Attribute.Int it
                ? OptionalInt.of(Math.toIntExact(it.value()))
                : OptionalInt.empty();
    }

    private ModelFormatException missing(final Node node, final String key) {
        return ModelFormatException.of(file, node.name(), "an attribute " + key, "none");
    }

    /** The columns that a gather before the product puts in another order. */
    private Optional<List<Integer>> order(final String input) {
        final OptionalInt producer = graph.producerOf(input);
        if (producer.isEmpty()) {
            return Optional.empty();
        }
        final Node node = graph.node(producer.getAsInt());
        if (!node.type().equals("Gather") || !(node.attributes().get("axis") instanceof Attribute.Int axis)
                || axis.value() != -1) {
            return Optional.empty();
        }
        return patch.initializer(node.inputs().get(1)).filter(it -> it.type() == ElementType.INT32)
                .map(it -> {
                    final long count = elements(it);
                    final MemorySegment indices = bytes(it, count * Integer.BYTES);
                    return IntStream.range(0, (int) count).map(i -> indices.getAtIndex(INT, i)).boxed()
                            .toList();
                });
    }

    private MemorySegment bytes(final Tensor tensor, final long expected) {
        final MemorySegment bytes = switch (tensor) {
            case Tensor.Inline inline -> MemorySegment.ofBuffer(inline.data());
            case Tensor.External external ->
                files.bytes(external.location(), external.offset(), external.length());
        };
        if (bytes.byteSize() != expected) {
            throw ModelFormatException.of(file, tensor.name(), expected + " bytes",
                    bytes.byteSize() + " bytes");
        }
        return bytes;
    }
}
