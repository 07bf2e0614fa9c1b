package dev.ingot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.OperatorChoice;
import dev.ingot.Pipeline;
import dev.ingot.Precision;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime multiplies by the weights that codes, zero points and scales say, changed scales included. */
final class FewBitsTest {

    private static final int[] IDS = {1, 17, 300, 42, 5, 99, 123, 7};

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"2, 32, true", "2, 32, false", "2, 128, false", "2, 16, true", "4, 32, true",
            "4, 128, false"})
    void productsAreThoseOfTheDequantizedWeights(final int bits, final int blockSize,
            final boolean symmetric) {
        final var sized = (bits == 2 ? Precision.INT2 : Precision.INT4).blockSize(blockSize).headBits(bits)
                .operators(OperatorChoice.DEFAULT.accuracyLevel(0));
        final Path model = Pipeline.from(Path.of(System.getProperty("ingot.models"), "hearth-slm"))
                .quantize(symmetric ? sized.symmetric() : sized).toOnnx(directory.resolve("model"))
                .directory();
        final float[] found = logits(model);
        GraphEdits.edit(model, graph -> dequantized(graph, model));
        final float[] expected = logits(model);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(2e-3f));
        }
    }

    private static float[] logits(final Path model) {
        try (var generator = Generator.open(model)) {
            return generator.logits(IDS)[IDS.length - 1];
        }
    }

    /** The same graph with plain products; weights are dequantized by the formula of the operator's documentation. */
    private static Graph dequantized(final Graph graph, final Path model) {
        final Map<String, Tensor.External> stored = graph.initializers().stream()
                .filter(Tensor.External.class::isInstance).map(Tensor.External.class::cast)
                .collect(Collectors.toMap(Tensor::name, tensor -> tensor));
        final var constants = new ArrayList<>(graph.initializers());
        final var nodes = new ArrayList<Node>();
        for (final Node node : graph.nodes()) {
            if (node.type().equals("MatMulNBits")) {
                final String name = node.name() + "_floats";
                constants.add(floats(name, node, stored, model));
                final var biased = node.inputs().size() > 5;
                final String product = biased ? name + "_product" : node.outputs().getFirst();
                nodes.add(new Node("MatMul", "", node.name(), List.of(node.inputs().getFirst(), name),
                        List.of(product), Map.of()));
                if (biased) {
                    nodes.add(
                            new Node("Add", "", node.name() + "_bias", List.of(product, node.inputs().get(5)),
                                    node.outputs(), Map.of()));
                }
            } else {
                nodes.add(node);
            }
        }
        return new Graph(graph.name(), graph.inputs(), graph.outputs(), constants, nodes);
    }

    private static Tensor floats(final String name, final Node node,
            final Map<String, Tensor.External> stored,
            final Path model) {
        final int rows = integer(node, "N");
        final int columns = integer(node, "K");
        final int size = integer(node, "block_size");
        final int bits = integer(node, "bits");
        final int blocks = Math.ceilDiv(columns, size);
        final var codes = bytes(Objects.requireNonNull(stored.get(node.inputs().get(1))), model);
        final var scales = bytes(Objects.requireNonNull(stored.get(node.inputs().get(2))), model);
        final var zeros = node.inputs().size() > 3 && !node.inputs().get(3).isEmpty()
                ? bytes(Objects.requireNonNull(stored.get(node.inputs().get(3))), model)
                : null;
        final var values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                final int block = column / size;
                final int zero = zeros == null
                        ? 1 << (bits - 1)
                        : code(zeros, row, blocks, block, bits);
                final int code = code(codes, row, blocks * size, column, bits);
                values[column * rows + row] = (code - zero) * scales.getFloat((row * blocks + block) * 4);
            }
        }
        return Tensor.Inline.of(name, List.of((long) columns, (long) rows), values);
    }

    /** Returns an element of a row of {@code perRow}, which begins with a byte of its own. */
    private static int code(final ByteBuffer packed, final int row, final int perRow, final int at,
            final int bits) {
        final int perByte = Byte.SIZE / bits;
        final int whole = packed.get(row * Math.ceilDiv(perRow, perByte) + at / perByte);
        return (whole >> (at % perByte * bits)) & ((1 << bits) - 1);
    }

    private static ByteBuffer bytes(final Tensor.External tensor, final Path model) {
        try (var channel = FileChannel.open(model.resolve(tensor.location()))) {
            final var bytes = ByteBuffer.allocate((int) tensor.length()).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(bytes, tensor.offset());
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int integer(final Node node, final String name) {
        return node.attributes().get(name) instanceof Attribute.Int value ? (int) value.value() : -1;
    }
}
