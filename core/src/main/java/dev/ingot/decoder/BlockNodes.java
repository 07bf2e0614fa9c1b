package dev.ingot.decoder;

import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The two operators of ONNX Runtime that take matrices in blocks, in its own operator set. */
public final class BlockNodes {

    /** ONNX Runtime's own operator set. */
    public static final String DOMAIN = "com.microsoft";

    private static final int BIAS = 5;
    private static final String BITS = "_Q";

    private BlockNodes() {}

    /**
     * Returns what the blocks of something, or the node that multiplies with them, are called.
     *
     * @param name what it is called as floats
     * @param bits of a weight
     * @return for example {@code model.layers.0.attn.o_proj.MatMul.weight_Q4}
     */
    public static String withBits(final String name, final int bits) {
        return name + BITS + bits;
    }

    /**
     * Undoes {@link #withBits}.
     *
     * @param name of blocks or their node
     * @return the name as floats; names that were not made by it stay as they are
     */
    public static String withoutBits(final String name) {
        return name.replaceFirst(BITS + "\\d+$", "");
    }

    /**
     * Makes {@code input * weight^T + bias}.
     *
     * @param name   of the node
     * @param input  {@code [..., K]}
     * @param weight {@code [N, K]}
     * @param bias   name of a vector {@code [N]}, or empty
     * @param level  accuracy level; 0 computes in floats
     * @param output name of the product
     * @return a MatMulNBits node
     */
    public static Node product(final String name, final String input, final PlannedTensor.Packed weight,
            final Optional<String> bias, final int level, final String output) {
        final var inputs = inputs(input, weight.blocks().name(), weight);
        bias.ifPresent(vector -> {
            while (inputs.size() < BIAS) {
                inputs.add("");
            }
            inputs.add(vector);
        });
        final var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("K", new Attribute.Int(weight.source().columns()));
        attributes.put("N", new Attribute.Int(weight.source().matrix().rows()));
        if (level > 0) {
            attributes.put("accuracy_level", new Attribute.Int(level));
        }
        attributes.put("bits", new Attribute.Int(weight.format().bits()));
        attributes.put("block_size", new Attribute.Int(weight.format().blockSize()));
        return new Node("MatMulNBits", DOMAIN, name, inputs, List.of(output), attributes);
    }

    /**
     * Makes a lookup of rows. What comes out has whole blocks: wider than the matrix when its last block is short.
     *
     * @param name   of the node
     * @param rows   name of the blocks as {@code [N, bytes of a row]}
     * @param ids    which rows
     * @param weight {@code [N, K]}
     * @param output name of the rows
     * @return a GatherBlockQuantized node
     */
    public static Node lookup(final String name, final String rows, final String ids,
            final PlannedTensor.Packed weight, final String output) {
        final var inputs = inputs(rows, ids, weight);
        final var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("bits", new Attribute.Int(weight.format().bits()));
        attributes.put("block_size", new Attribute.Int(weight.format().blockSize()));
        attributes.put("gather_axis", new Attribute.Int(0));
        attributes.put("quantize_axis", new Attribute.Int(1));
        return new Node("GatherBlockQuantized", DOMAIN, name, inputs, List.of(output), attributes);
    }

    private static List<String> inputs(final String first, final String second,
            final PlannedTensor.Packed weight) {
        final var inputs = new ArrayList<>(List.of(first, second, weight.scales().name()));
        if (!weight.format().symmetric()) {
            inputs.add(weight.zeroPoints().name());
        }
        return inputs;
    }
}
