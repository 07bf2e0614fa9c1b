package dev.ingot.runtime.engine;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.onnx.Dimension;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a graph must be like for its keys and values to be kept in place: token ids and a mask go in, logits come out, and
 * each layer's past is read by a GroupQueryAttention that turns positions by itself.
 */
final class DecoderContract {

    private static final String ATTENTION = "GroupQueryAttention";
    private static final String EXPECTED = "Ingot runs decoders whose attention is GroupQueryAttention with fused"
            + " rotary embedding and float32 inputs and outputs, as Ingot and the model builder of"
            + " onnxruntime-genai export them for the CPU";
    private static final int RANK = 4; // of keys and values: batch, heads, tokens, head size

    private final OnnxPatch graph;
    private final DecoderSpec spec;

    private DecoderContract(final OnnxPatch graph, final DecoderSpec spec) {
        this.graph = graph;
        this.spec = spec;
    }

    /**
     * Checks a graph.
     *
     * @param graph the graph
     * @param spec  what its configuration says
     * @return its keys and values, all layers' keys and values in turn
     * @throws UnsupportedModelException if it is not like this
     */
    static List<CacheTensor> check(final OnnxPatch graph, final DecoderSpec spec) {
        return new DecoderContract(graph, spec).check();
    }

    /** Tells whether a graph yields the logits of the last position alone, whatever the length of a step. */
    static boolean yieldsOnlyLast(final OnnxPatch graph, final String logits) {
        final List<Dimension> shape = graph.output(logits).orElseThrow().shape();
        return shape.size() > 1 && shape.get(1).equals(Dimension.of(1));
    }

    /** Tells whether a step can continue several texts. */
    static boolean takesRows(final OnnxPatch graph, final DecoderSpec spec) {
        final List<Dimension> shape = graph.input(spec.names().inputIds()).orElseThrow().shape();
        return shape.isEmpty() || !shape.getFirst().equals(Dimension.of(1));
    }

    /** Returns the width of the logits as the graph declares it, else as the configuration does. */
    static int vocabulary(final OnnxPatch graph, final DecoderSpec spec) {
        final List<Dimension> shape = graph.output(spec.names().logits()).orElseThrow().shape();
        return shape.isEmpty() ? spec.vocabulary() : size(shape.getLast(), spec.vocabulary());
    }

    private List<CacheTensor> check() {
        require(spec.names().inputIds(), ElementType.INT64);
        require(spec.names().attentionMask(), ElementType.INT64);
        final var cache = new ArrayList<CacheTensor>();
        for (int layer = 0; layer < spec.layers(); layer++) {
            cache.add(tensor(spec.names().pastKey(layer), spec.names().presentKey(layer)));
            cache.add(tensor(spec.names().pastValue(layer), spec.names().presentValue(layer)));
        }
        refuseOtherInputs(cache);
        final ValueInfo logits = output(spec.names().logits());
        requireFloat(logits);
        return List.copyOf(cache);
    }

    private void require(final String name, final ElementType type) {
        if (input(name).type() != type) {
            throw refusal("input " + name + " is " + input(name).type() + " instead of " + type);
        }
    }

    private CacheTensor tensor(final String past, final String present) {
        final ValueInfo input = input(past);
        requireFloat(input);
        requireFloat(output(present));
        if (input.shape().size() != RANK) {
            throw refusal("input " + past + " has " + input.shape().size() + " dimensions instead of 4");
        }
        for (final int consumer : graph.consumersOf(past)) {
            final Node node = graph.node(consumer);
            if (!node.type().equals(ATTENTION)) {
                throw refusal("input " + past + " is read by " + node.type() + " (" + node.name() + ")");
            }
        }
        return new CacheTensor(past, present, size(input.shape().get(1), spec.kvHeads()),
                size(input.shape().get(3), spec.headSize()));
    }

    private static int size(final Dimension declared, final int configured) {
        return declared instanceof Dimension.Fixed(long size) ? Math.toIntExact(size) : configured;
    }

    private void requireFloat(final ValueInfo value) {
        if (value.type() != ElementType.FLOAT) {
            throw refusal(value.name() + " is " + value.type()
                    + "; export the model for the CPU with fp32, int8 or int4 precision");
        }
    }

    private void refuseOtherInputs(final List<CacheTensor> cache) {
        final Set<String> known = new HashSet<>(
                Set.of(spec.names().inputIds(), spec.names().attentionMask()));
        cache.forEach(tensor -> known.add(tensor.past()));
        for (final String name : graph.inputNames()) {
            if (!known.contains(name) && graph.initializerShape(name).isEmpty()) {
                throw refusal("there is another input, " + name);
            }
        }
    }

    private ValueInfo input(final String name) {
        return graph.input(name).orElseThrow(() -> refusal("there is no input " + name));
    }

    private ValueInfo output(final String name) {
        return graph.output(name).orElseThrow(() -> refusal("there is no output " + name));
    }

    private UnsupportedModelException refusal(final String found) {
        return new UnsupportedModelException(spec.file() + ": " + found + ". " + EXPECTED);
    }
}
