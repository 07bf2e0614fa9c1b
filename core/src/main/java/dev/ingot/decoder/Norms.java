package dev.ingot.decoder;

import dev.ingot.decoder.NormSpec.Kind;
import dev.ingot.hf.Weights;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The norms of a decoder, alone or fused with the addition to the residual stream. */
final class Norms {

    /**
     * A normed value and the residual stream that it was taken from.
     *
     * @param normed   input of the next projection
     * @param residual sum so far; what the next fused norm adds to
     */
    record Normed(String normed, String residual) {}

    private final GraphBuilder graph;
    private final WeightPlan plan;
    private final Weights weights;
    private final NormSpec spec;
    private final float epsilon;

    Norms(final GraphBuilder graph, final WeightPlan plan, final Weights weights, final NormSpec spec,
            final double epsilon) {
        this.graph = graph;
        this.plan = plan;
        this.weights = weights;
        this.spec = spec;
        this.epsilon = (float) epsilon;
    }

    /**
     * Norms a value along its last dimension.
     *
     * @param path   of the norm in the graph
     * @param module of the norm in the checkpoint, without {@code .weight}
     * @param input  what is normed
     * @param length last dimension
     * @return name of the result
     */
    String plain(final String path, final String module, final String input, final int length) {
        final var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("axis", new Attribute.Int(-1));
        attributes.put("epsilon", new Attribute.Real(epsilon));
        attributes.put("stash_type", new Attribute.Int(1));
        final String type = spec.kind() == Kind.LAYER ? "LayerNormalization" : "SimplifiedLayerNormalization";
        final String output = path + "/output_0";
        graph.add(new Node(type, "", path + "/LayerNorm", inputs(path, module, length, input),
                List.of(output), attributes));
        return output;
    }

    /** Adds a branch to the residual stream and norms the sum. */
    Normed skip(final String path, final String module, final String residual, final String branch,
            final int length) {
        final String normed = path + "/output_0";
        final String sum = path + "/output_3";
        addSkip(path, inputs(path, module, length, residual, branch), List.of(normed, "", "", sum));
        return new Normed(normed, sum);
    }

    /** Like {@link #skip} where nobody needs the sum any more. */
    String last(final String path, final String module, final String residual, final String branch,
            final int length) {
        final String normed = path + "/output_0";
        addSkip(path, inputs(path, module, length, residual, branch), List.of(normed));
        return normed;
    }

    private void addSkip(final String path, final List<String> inputs, final List<String> outputs) {
        final String type = spec.kind() == Kind.LAYER
                ? "SkipLayerNormalization"
                : "SkipSimplifiedLayerNormalization";
        graph.add(new Node(type, GraphBuilder.MICROSOFT, path + "/SkipLayerNorm", inputs, outputs,
                Map.of("epsilon", new Attribute.Real(epsilon))));
    }

    private List<String> inputs(final String path, final String module, final int length,
            final String... values) {
        final String name = path.substring(1).replace('/', '.');
        final var inputs = new ArrayList<>(List.of(values));
        inputs.add(plan.vector(name + ".weight", factors(module, length)));
        if (spec.bias()) {
            inputs.add(plan.vector(name + ".bias", weights.vector(module + ".bias", length)));
        }
        return inputs;
    }

    private float[] factors(final String module, final int length) {
        final float[] factors = spec.weight()
                ? weights.vector(module + ".weight", length)
                : new float[length];
        final float offset = spec.weight() ? spec.offset() : 1;
        for (int i = 0; i < length; i++) {
            factors[i] += offset;
        }
        return factors;
    }
}
