package dev.ingot.decoder;

import dev.ingot.MatrixRole;
import dev.ingot.Precision;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.WeightMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Matrix products with weights: MatMul for floats, MatMulNBits for blocks. */
final class Linear {

    /** Activations are quantized to int8 per block: the level at which the CPU kernels are fast. */
    private static final int ACCURACY_LEVEL = 4;

    private final GraphBuilder graph;
    private final WeightPlan plan;
    private final Precision precision;

    Linear(final GraphBuilder graph, final WeightPlan plan, final Precision precision) {
        this.graph = graph;
        this.plan = plan;
        this.precision = precision;
    }

    /**
     * Adds {@code input * weight^T + bias}.
     *
     * @param path   of the layer, for example {@code /model/layers.0/mlp/up_proj}
     * @param input  {@code [batch, sequence, K]}
     * @param weight {@code [N, K]}
     * @param bias   {@code [N]}, or empty
     * @return name of the product, {@code [batch, sequence, N]}
     */
    String product(final MatrixRole role, final String path, final String input, final WeightMatrix weight,
            final Optional<float[]> bias) {
        return precision.formatOf(role).map(format -> {
            final var packed = plan.packed(weightName(path), weight, format, algorithm());
            return blocks(path, input, packed, bias);
        }).orElseGet(() -> floats(path, input, plan.columns(weightName(path), weight), bias));
    }

    /** Adds a product with floats that are already planned as {@code [K, N]}. */
    String floats(final String path, final String input, final String weight, final Optional<float[]> bias) {
        final String product = graph.onnx(path, "MatMul", input, weight);
        return bias.map(values -> graph.onnx(path, "Add", product, plan.vector(biasName(path), values)))
                .orElse(product);
    }

    /** Adds a product with a matrix that is already planned in blocks. */
    String blocks(final String path, final String input, final PlannedTensor.Packed weight,
            final Optional<float[]> bias) {
        final var format = weight.format();
        final String name = path + "/MatMul_Q" + format.bits();
        final String output = path + "/MatMul/output_0";
        final var inputs = new ArrayList<>(List.of(input, weight.blocks().name(), weight.scales().name()));
        if (!format.symmetric()) {
            inputs.add(weight.zeroPoints().name());
        }
        bias.ifPresent(values -> {
            while (inputs.size() < 5) {
                inputs.add("");
            }
            inputs.add(plan.vector(biasName(path), values));
        });
        graph.add(new Node("MatMulNBits", GraphBuilder.MICROSOFT, name, inputs, List.of(output),
                attributes(weight)));
        return output;
    }

    private static Map<String, Attribute> attributes(final PlannedTensor.Packed weight) {
        final var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("K", new Attribute.Int(weight.source().columns()));
        attributes.put("N", new Attribute.Int(weight.source().rows()));
        attributes.put("accuracy_level", new Attribute.Int(ACCURACY_LEVEL));
        attributes.put("bits", new Attribute.Int(weight.format().bits()));
        attributes.put("block_size", new Attribute.Int(weight.format().blockSize()));
        return attributes;
    }

    Algorithm algorithm() {
        return precision instanceof Precision.Blockwise blockwise ? blockwise.algorithm() : Algorithm.DEFAULT;
    }

    Precision precision() {
        return precision;
    }

    static String weightName(final String path) {
        return path.substring(1).replace('/', '.') + ".MatMul.weight";
    }

    private static String biasName(final String path) {
        return path.substring(1).replace('/', '.') + ".Add.bias";
    }
}
