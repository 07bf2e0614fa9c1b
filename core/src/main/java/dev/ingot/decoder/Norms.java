package dev.ingot.decoder;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Root-mean-square norms, alone or fused with the addition to the residual stream. */
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
    private final float epsilon;

    Norms(final GraphBuilder graph, final WeightPlan plan, final double epsilon) {
        this.graph = graph;
        this.plan = plan;
        this.epsilon = (float) epsilon;
    }

    /** Norms a value; used where there is nothing to add yet, and inside the attention. */
    String plain(final String path, final String op, final String weightName, final String input,
            final float[] weight) {
        final String output = path + "/output_0";
        graph.add(new Node("SimplifiedLayerNormalization", "", path + "/" + op,
                List.of(input, plan.vector(weightName, weight)), List.of(output),
                ordered("axis", new Attribute.Int(-1), "epsilon", new Attribute.Real(epsilon), "stash_type",
                        new Attribute.Int(1))));
        return output;
    }

    /** Adds a branch to the residual stream and norms the sum. */
    Normed skip(final String path, final String residual, final String branch, final float[] weight) {
        final String normed = path + "/output_0";
        final String sum = path + "/output_3";
        graph.add(skipNode(path, residual, branch, weight, List.of(normed, "", "", sum)));
        return new Normed(normed, sum);
    }

    /** Like {@link #skip} where nobody needs the sum any more. */
    String last(final String path, final String residual, final String branch, final float[] weight) {
        final String normed = path + "/output_0";
        graph.add(skipNode(path, residual, branch, weight, List.of(normed)));
        return normed;
    }

    private Node skipNode(final String path, final String residual, final String branch, final float[] weight,
            final List<String> outputs) {
        return new Node("SkipSimplifiedLayerNormalization", GraphBuilder.MICROSOFT, path + "/SkipLayerNorm",
                List.of(residual, branch,
                        plan.vector(path.substring(1).replace('/', '.') + ".weight", weight)),
                outputs, Map.of("epsilon", new Attribute.Real(epsilon)));
    }

    private static Map<String, Attribute> ordered(final String k1, final Attribute v1, final String k2,
            final Attribute v2, final String k3, final Attribute v3) {
        final var map = new LinkedHashMap<String, Attribute>();
        map.put(k1, v1);
        map.put(k2, v2);
        map.put(k3, v3);
        return map;
    }
}
