package dev.ingot.calibrate;

import dev.ingot.onnx.Graph;
import dev.ingot.onnx.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Cuts a decoder into its layers. What hangs on the looked-up embedding travels from layer to layer as a state; what does
 * not, such as the mask's length or a choice of rotary tables, is cheap, and each layer that needs it computes it anew.
 */
final class Slicer {

    private static final Pattern LAYER = Pattern.compile("/model/layers\\.(\\d+)/.*");

    private final Graph graph;
    private final Map<String, Node> producers = new HashMap<>();
    private final Set<String> flowing = new HashSet<>(); // values that hang on the embedding
    private final Map<Node, Integer> layers = new HashMap<>();

    private Slicer(final Graph graph, final String embedded) {
        this.graph = graph;
        flowing.add(embedded);
        int layer = 0;
        for (final Node node : graph.nodes()) {
            node.outputs().forEach(output -> producers.put(output, node));
            if (!node.outputs().contains(embedded) && node.inputs().stream().anyMatch(flowing::contains)) {
                flowing.addAll(node.outputs());
                final var matcher = LAYER.matcher(node.name());
                layer = matcher.matches() ? Math.max(layer, Integer.parseInt(matcher.group(1))) : layer;
                layers.put(node, layer);
            }
        }
        flowing.remove("");
    }

    /**
     * Cuts a graph.
     *
     * @param graph    of a decoder
     * @param embedded the value that the layers begin with
     * @param wanted   matrices whose inputs are tapped, with the widths of these
     * @return the layers up to the last that has such a matrix
     */
    static List<Slice> cut(final Graph graph, final String embedded, final Map<String, Integer> wanted) {
        return new Slicer(graph, embedded).cut(wanted);
    }

    private List<Slice> cut(final Map<String, Integer> wanted) {
        final var parts = new TreeMap<Integer, List<Node>>();
        for (final Node node : graph.nodes()) {
            if (layers.containsKey(node)) {
                parts.computeIfAbsent(layers.get(node), layer -> new ArrayList<>()).add(node);
            }
        }
        final var slices = new ArrayList<Slice>();
        for (final List<Node> part : parts.values()) {
            slices.add(slice(part, wanted));
        }
        while (!slices.isEmpty() && slices.getLast().taps().isEmpty()) {
            slices.removeLast();
        }
        return slices;
    }

    private Slice slice(final List<Node> part, final Map<String, Integer> wanted) {
        final var own = new HashSet<String>();
        part.forEach(node -> own.addAll(node.outputs()));
        final var shared = new LinkedHashSet<Node>();
        final var states = new LinkedHashSet<String>();
        for (final Node node : part) {
            for (final String input : node.inputs()) {
                if (flowing.contains(input) && !own.contains(input)) {
                    states.add(input);
                } else {
                    share(input, own, shared);
                }
            }
        }
        final var nodes = new ArrayList<>(shared);
        nodes.addAll(part);
        return new Slice(nodes, states, yields(part, own), taps(part, wanted));
    }

    /** The head, which is not of a layer, is left out. */
    private static List<Tap> taps(final List<Node> part, final Map<String, Integer> wanted) {
        final var matrices = new LinkedHashMap<String, List<String>>();
        for (final Node node : part) {
            if (node.type().equals("MatMul") && wanted.containsKey(node.inputs().get(1))
                    && LAYER.matcher(node.name()).matches()) {
                matrices.computeIfAbsent(node.inputs().getFirst(), tap -> new ArrayList<>())
                        .add(node.inputs().get(1));
            }
        }
        return matrices.entrySet().stream()
                .map(entry -> new Tap(entry.getKey(), wanted.getOrDefault(entry.getValue().getFirst(), 0),
                        entry.getValue()))
                .toList();
    }

    private void share(final String value, final Set<String> own, final Set<Node> shared) {
        final Node node = own.contains(value) ? null : producers.get(value);
        if (node != null && !shared.contains(node)) {
            node.inputs().forEach(input -> share(input, own, shared));
            shared.add(node);
        }
    }

    private Set<String> yields(final List<Node> part, final Set<String> own) {
        final int layer = layers.getOrDefault(part.getFirst(), 0);
        final var yields = new LinkedHashSet<String>();
        for (final Node node : graph.nodes()) {
            if (layers.getOrDefault(node, -1) > layer) {
                node.inputs().stream().filter(own::contains).filter(flowing::contains).forEach(yields::add);
            }
        }
        return yields;
    }
}
