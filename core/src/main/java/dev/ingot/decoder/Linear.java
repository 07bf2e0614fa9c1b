package dev.ingot.decoder;

import dev.ingot.Blockwise;
import dev.ingot.MatrixRole;
import dev.ingot.Precision;
import dev.ingot.decoder.PlannedTensor.BlockSource;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.ElementType;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.ColumnOrder;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Matrix products with weights: MatMul for floats, MatMulNBits for blocks. */
final class Linear {

    private static final String NODE = "/MatMul";

    private final GraphBuilder graph;
    private final WeightPlan plan;
    private final Precision precision;
    private final LowRankProducts adapters;
    private final Map<Reordering, String> reordered = new HashMap<>();
    private final Set<String> nodes = new LinkedHashSet<>();

    private record Reordering(String input, ColumnOrder order) {}

    Linear(final GraphBuilder graph, final WeightPlan plan, final Precision precision,
            final LowRankProducts adapters) {
        this.graph = graph;
        this.plan = plan;
        this.precision = precision;
        this.adapters = adapters;
    }

    /**
     * Adds {@code input * weight^T + bias}, and but for the head what switchable adapters add to it.
     *
     * @param path   of the layer, for example {@code /model/layers.0/mlp/up_proj}
     * @param input  {@code [batch, sequence, K]}
     * @param weight {@code [N, K]}
     * @param bias   {@code [N]}, or empty
     * @return name of the product, {@code [batch, sequence, N]}
     */
    String product(final MatrixRole role, final String path, final String input, final WeightMatrix weight,
            final Optional<float[]> bias) {
        final String product = plain(role, path, input, weight, bias);
        return role == MatrixRole.HEAD ? product : adapters.add(path, input, product, weight);
    }

    /** Adds what switchable adapters add to the head. */
    String switchedHead(final String path, final String input, final String product,
            final WeightMatrix weight) {
        return adapters.addHead(path, input, product, weight);
    }

    private String plain(final MatrixRole role, final String path, final String input,
            final WeightMatrix weight, final Optional<float[]> bias) {
        if (weight instanceof StackedMatrix stacked && stacked.holdsBlocks()) {
            return apart(role, path, input, stacked, bias);
        }
        return packed(role, path, weightName(path), weight).map(blocks -> blocks(path, input, blocks, bias))
                .orElseGet(() -> floats(path, input, plan.columns(weightName(path), weight), bias));
    }

    /** Plans a matrix in blocks: those of its checkpoint, or those of the precision; empty for floats. */
    Optional<PlannedTensor.Packed> packed(final MatrixRole role, final String path, final String name,
            final WeightMatrix matrix) {
        nodes.add(path + NODE);
        return matrix instanceof PackedMatrix stored
                ? Optional.of(plan.packed(name, new BlockSource.Carried(stored), stored.format()))
                : precision.formatOf(role, path + NODE).map(format -> {
                    if (role == MatrixRole.ATTENTION || role == MatrixRole.MLP) {
                        plan.offer(new LayerMatrix(path + NODE, matrix));
                    }
                    return plan.packed(name, new BlockSource.Quantized(matrix, algorithm()), format);
                });
    }

    /** Stacked matrices that are stored in different ways: one product each, put side by side. */
    private String apart(final MatrixRole role, final String path, final String input,
            final StackedMatrix stacked, final Optional<float[]> bias) {
        final var products = new ArrayList<String>();
        for (final WeightMatrix part : stacked.parts()) {
            products.add(plain(role, path + "/part_" + products.size(), input, part, Optional.empty()));
        }
        final String joined = graph.onnx(path, "Concat", Map.of("axis", new Attribute.Int(-1)),
                products.toArray(String[]::new));
        return biased(path, joined, bias);
    }

    /** Refuses names of nodes in the options that this decoder does not have. */
    void checkNames() {
        precision.operators().requireNamesAmong(nodes);
    }

    /** Plans a vector of floats and returns its name. */
    String vector(final String name, final float[] values) {
        return plan.vector(name, values);
    }

    /** Adds a product that stays floats in every precision; {@code input} and the rest as for {@link #product}. */
    String unquantized(final String path, final String input, final WeightMatrix weight,
            final Optional<float[]> bias) {
        return floats(path, input, plan.columns(weightName(path), weight), bias);
    }

    /** Adds a product with floats that are already planned as {@code [K, N]}. */
    String floats(final String path, final String input, final String weight, final Optional<float[]> bias) {
        return biased(path, graph.onnx(path, "MatMul", input, widened(path, weight)), bias);
    }

    private String biased(final String path, final String product, final Optional<float[]> bias) {
        return bias.map(values -> graph.onnx(path, "Add", product, plan.vector(biasName(path), values)))
                .orElse(product);
    }

    /**
     * Adds what makes 32-bit floats of stored ones where they have 16 bits. Of a constant, ONNX Runtime does it once
     * when the model is loaded.
     */
    String widened(final String path, final String floats) {
        return plan.halfFloats()
                ? graph.onnx(path, "Cast", Map.of("to", new Attribute.Int(ElementType.FLOAT.code())), floats)
                : floats;
    }

    /** Adds a product with a matrix that is already planned in blocks. */
    String blocks(final String path, final String input, final PlannedTensor.Packed weight,
            final Optional<float[]> bias) {
        final String output = path + NODE + "/output_0";
        graph.add(BlockNodes.product(BlockNodes.withBits(path + NODE, weight.format().bits()),
                ordered(path, input, weight),
                weight, bias.map(values -> plan.vector(biasName(path), values)), accuracyLevel(), output));
        return output;
    }

    /** The input with its columns in the order of the matrix; products that share both share the result. */
    private String ordered(final String path, final String input, final PlannedTensor.Packed weight) {
        return weight.source() instanceof BlockSource.Carried carried
                ? carried
                        .matrix().order().map(order -> reordered.computeIfAbsent(new Reordering(input, order),
                                key -> graph.onnx(path, "Gather", Map.of("axis", new Attribute.Int(-1)),
                                        input,
                                        plan.indices(path.substring(1).replace('/', '.') + ".columns",
                                                order))))
                        .orElse(input)
                : input;
    }

    /** Floats were asked for: what the checkpoint has in blocks is then multiplied in floats as well. */
    private int accuracyLevel() {
        return precision instanceof Blockwise ? precision.operators().accuracyLevel() : 0;
    }

    private Algorithm algorithm() {
        return precision instanceof Blockwise blockwise ? blockwise.method().algorithm() : Algorithm.DEFAULT;
    }

    static String weightName(final String path) {
        return path.substring(1).replace('/', '.') + ".MatMul.weight";
    }

    private static String biasName(final String path) {
        return path.substring(1).replace('/', '.') + ".Add.bias";
    }
}
