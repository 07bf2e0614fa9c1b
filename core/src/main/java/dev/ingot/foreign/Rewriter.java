package dev.ingot.foreign;

import dev.ingot.Precision;
import dev.ingot.decoder.BlockNodes;
import dev.ingot.decoder.PlannedTensor;
import dev.ingot.decoder.WeightPlan;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.ElementType;
import dev.ingot.onnx.Node;
import dev.ingot.onnx.OnnxPatch;
import dev.ingot.onnx.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts nodes with blocks in the places of MatMul and Gather. Their outputs keep name and type: in a graph of 16-bit floats
 * casts stand around them, since the operators compute with 32-bit scales.
 */
final class Rewriter {

    private final OnnxPatch patch;
    private final WeightPlan plan;
    private final Precision precision;
    private final Deque<String> dropped = new ArrayDeque<>();
    private final Map<String, String> rows = new HashMap<>();
    private final Optional<Rewriter> around;

    Rewriter(final OnnxPatch patch, final WeightPlan plan, final Precision precision) {
        this(patch, plan, precision, Optional.empty());
    }

    private Rewriter(final OnnxPatch patch, final WeightPlan plan, final Precision precision,
            final Optional<Rewriter> around) {
        this.patch = patch;
        this.plan = plan;
        this.precision = precision;
        this.around = around;
    }

    /** One for a nested graph; what nothing takes there any more is left to this one. */
    Rewriter within(final OnnxPatch body) {
        return new Rewriter(body, plan, precision, Optional.of(this));
    }

    /** Replaces a product and returns how many nodes were added. */
    int product(final int index, final Node node, final PlannedTensor.Packed weight, final ElementType type) {
        dropped.add(node.inputs().get(1));
        final String name = BlockNodes.withBits(node.name(), weight.format().bits());
        final var addend = Products.addend(node);
        final String output = addend.isPresent() ? name + "/product" : node.outputs().getFirst();
        final boolean wide = type == ElementType.FLOAT;
        patch.replaceNode(index, BlockNodes.product(name, wide ? node.inputs().getFirst() : name + "/input",
                weight, Optional.empty(), precision.operators().accuracyLevel(),
                wide ? output : name + "/output"));
        final int casts = wide ? 0 : addCasts(index, node, name, output, type);
        addend.ifPresent(constant -> patch.insertBefore(index + casts + 1, new Node("Add", "", name + "/Add",
                List.of(output, constant), node.outputs(), Map.of())));
        return casts + (addend.isPresent() ? 1 : 0);
    }

    private int addCasts(final int index, final Node node, final String name, final String output,
            final ElementType type) {
        patch.insertBefore(index, cast(name + "/Widen", node.inputs().getFirst(), name + "/input",
                ElementType.FLOAT));
        patch.insertBefore(index + 2, cast(name + "/Narrow", name + "/output", output, type));
        return 2;
    }

    /**
     * Names the blocks of a matrix as rows of bytes, the shape that a lookup takes.
     *
     * @param shared whether a product takes the same blocks in their own shape
     */
    private String rows(final PlannedTensor.Packed weight, final boolean shared) {
        return rows.computeIfAbsent(weight.blocks().name(), name -> {
            final long count = weight.source().matrix().rows();
            final long bytes = weight.format().rowBytes(weight.source().columns());
            return shared
                    ? plan.alias(weight.source().matrix().name() + "_rows", weight.blocks(), count, bytes)
                    : plan.reshape(weight.blocks(), count, bytes);
        });
    }

    /** Replaces a lookup and returns how many nodes were added. */
    int lookup(final int index, final Node node, final PlannedTensor.Packed weight, final boolean shared,
            final ElementType type) {
        dropped.add(node.inputs().getFirst());
        final int columns = weight.source().columns();
        final String name = BlockNodes.withBits(node.name(), weight.format().bits());
        final boolean padded = columns % weight.format().blockSize() != 0;
        final boolean narrow = type != ElementType.FLOAT;
        final String output = node.outputs().getFirst();
        final String cut = narrow ? name + "/cut" : output;
        patch.replaceNode(index, BlockNodes.lookup(name, rows(weight, shared), node.inputs().get(1), weight,
                padded ? name + "/blocks" : cut));
        int added = 0;
        if (padded) {
            patch.insertBefore(index + ++added, slice(name, columns, cut));
        }
        if (narrow) {
            patch.insertBefore(index + ++added, cast(name + "/Narrow", cut, output, type));
        }
        return added;
    }

    private Node slice(final String name, final long columns, final String output) {
        return new Node("Slice", "", name + "/Slice", List.of(name + "/blocks", vector(name + "/start", 0),
                vector(name + "/end", columns), vector(name + "/axis", -1)), List.of(output), Map.of());
    }

    private String vector(final String name, final long value) {
        patch.addInitializer(Tensor.Inline.of(name, List.of(1L), value));
        return name;
    }

    private static Node cast(final String name, final String input, final String output,
            final ElementType type) {
        return new Node("Cast", "", name, List.of(input), List.of(output),
                Map.of("to", new Attribute.Int(type.code())));
    }

    /** Removes the constants that nothing takes any more, and the nodes that passed them on. */
    void removeUnused() {
        while (!dropped.isEmpty()) {
            final String value = dropped.pop();
            if (patch.isUsed(value)) {
                continue;
            }
            around.ifPresent(outer -> outer.dropped.add(value));
            patch.removeInitializer(value);
            patch.forgetShape(value);
            patch.producerOf(value).ifPresent(index -> {
                dropped.addAll(patch.node(index).inputs());
                patch.removeNode(index);
            });
        }
    }
}
