package dev.ingot.bench;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Model;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxFiles;
import dev.ingot.onnx.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Rewrites an exported model: the gate and the up projection of each layer become one product of twice as many rows and a
 * Split behind it. The weights are the same, byte for byte.
 */
final class FusedGates {

    private static final String GATE = "/gate_proj/";
    private static final String UP = "/up_proj/";
    private static final String JOINED = "/gate_up_proj/";
    private static final String SIZES = "gate_up_sizes";

    private final Path source;
    private final FileChannel data;
    private final String location;
    private final Map<String, Tensor> constants;
    private final List<Tensor> made = new ArrayList<>();

    private FusedGates(final Path source, final Model model, final FileChannel data, final String location) {
        this.source = source;
        this.data = data;
        this.location = location;
        constants = model.graph().initializers().stream()
                .collect(Collectors.toMap(Tensor::name, it -> it, (a, b) -> a, HashMap::new));
    }

    /** Writes the other model; its data file is a copy with the joined matrices behind it. */
    static void write(final Path source, final Path target) throws IOException {
        Files.createDirectories(target);
        try (var files = Files.list(source)) {
            for (final Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
        final Path graphFile = target.resolve("model.onnx");
        final Model model = OnnxFiles.read(graphFile);
        final String location = model.graph().initializers().stream()
                .filter(Tensor.External.class::isInstance)
                .map(it -> ((Tensor.External) it).location()).findFirst().orElseThrow();
        try (var data = FileChannel.open(target.resolve(location), StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            OnnxFiles.write(new FusedGates(source, model, data, location).rewritten(model), graphFile);
        }
    }

    private Model rewritten(final Model model) throws IOException {
        final Graph graph = model.graph();
        final Map<String, Node> ups = graph.nodes().stream()
                .filter(it -> it.type().equals("MatMulNBits") && it.name().contains(UP))
                .collect(Collectors.toMap(it -> it.name().replace(UP, GATE), it -> it));
        if (ups.isEmpty()) {
            throw new IllegalArgumentException(source + ": no gates in blocks");
        }
        final var nodes = new ArrayList<Node>();
        for (final Node node : graph.nodes()) {
            final Node up = ups.get(node.name());
            if (up != null) {
                nodes.addAll(joined(node, up));
            } else if (!ups.containsValue(node)) {
                nodes.add(node);
            }
        }
        final var used = nodes.stream().flatMap(it -> it.inputs().stream()).collect(Collectors.toSet());
        made.addAll(0, graph.initializers().stream().filter(it -> used.contains(it.name())).toList());
        return new Model(model.irVersion(), model.opsets(), model.producer(), model.version(),
                model.metadata(),
                new Graph(graph.name(), graph.inputs(), graph.outputs(), made, nodes));
    }

    private List<Node> joined(final Node gate, final Node up) throws IOException {
        final var inputs = new ArrayList<>(gate.inputs().subList(0, 1));
        for (int i = 1; i < gate.inputs().size(); i++) {
            inputs.add(
                    gate.inputs().get(i).isEmpty() ? "" : joined(gate.inputs().get(i), up.inputs().get(i)));
        }
        final long rows = rows(gate);
        final var attributes = new LinkedHashMap<>(gate.attributes());
        attributes.put("N", new Attribute.Int(2 * rows));
        final String name = gate.name().replace(GATE, JOINED);
        if (made.stream().noneMatch(it -> it.name().equals(SIZES))) {
            made.add(Tensor.Inline.of(SIZES, List.of(2L), rows, rows(up)));
        }
        return List.of(
                new Node(gate.type(), gate.domain(), name, inputs, List.of(name + "/output_0"), attributes),
                new Node("Split", "", name + "/Split", List.of(name + "/output_0", SIZES),
                        List.of(gate.outputs().getFirst(), up.outputs().getFirst()),
                        Map.of("axis", new Attribute.Int(-1))));
    }

    private static long rows(final Node product) {
        return product.attributes().get("N") instanceof Attribute.Int(long rows) ? rows : -1;
    }

    private String joined(final String gate, final String up) throws IOException {
        final var first = (Tensor.External) Objects.requireNonNull(constants.get(gate));
        final var second = (Tensor.External) Objects.requireNonNull(constants.get(up));
        final long offset = (data.size() + 4095) / 4096 * 4096;
        data.write(bytes(first), offset);
        data.write(bytes(second), offset + first.length());
        final var shape = new ArrayList<>(first.shape());
        shape.set(0, first.shape().getFirst() + second.shape().getFirst());
        final String name = gate + "+up";
        made.add(new Tensor.External(name, first.type(), shape, location, offset,
                first.length() + second.length()));
        return name;
    }

    private ByteBuffer bytes(final Tensor.External tensor) throws IOException {
        final var bytes = ByteBuffer.allocate(Math.toIntExact(tensor.length()));
        while (bytes.hasRemaining()) {
            if (data.read(bytes, tensor.offset() + bytes.position()) < 0) {
                throw new EOFException(source + ": " + tensor.name() + ": expected " + tensor.length()
                        + " bytes, found " + bytes.position());
            }
        }
        return bytes.flip();
    }
}
