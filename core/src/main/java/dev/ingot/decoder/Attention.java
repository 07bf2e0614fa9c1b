package dev.ingot.decoder;

import dev.ingot.MatrixRole;
import dev.ingot.decoder.AttentionSpec.HeadNorm;
import dev.ingot.genai.DecoderNames;
import dev.ingot.hf.LayerWindows;
import dev.ingot.hf.ModelConfig;
import dev.ingot.onnx.Attribute;
import dev.ingot.onnx.Node;
import dev.ingot.quantize.WeightMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Grouped-query attention with the rotation inside the operator. Query, key and value come out of one product; where
 * their heads are normed they are split for that, else the operator takes them packed.
 */
final class Attention {

    private static final DecoderNames NAMES = DecoderNames.DEFAULT;
    private static final int SINKS = 11; // index of the operator's input

    private final GraphBuilder graph;
    private final Linear linear;
    private final Norms norms;
    private final DecoderSpec spec;
    private final AttentionMask mask;
    private final RotaryTables rotary;
    private final RotatedDimensions dimensions;
    private final LayerWindows windows;

    Attention(final GraphBuilder graph, final Linear linear, final Norms norms, final DecoderSpec spec,
            final AttentionMask mask, final RotaryTables rotary,
            final RotatedDimensions dimensions) {
        this.graph = graph;
        this.linear = linear;
        this.norms = norms;
        this.spec = spec;
        this.mask = mask;
        this.rotary = rotary;
        this.dimensions = dimensions;
        this.windows = LayerWindows.of(spec.config());
    }

    /** Adds the attention of one layer and returns what is to be added to the residual stream. */
    String add(final int layer, final String input, final LayerWeights weights) {
        final ModelConfig config = spec.config();
        final String path = "/model/layers." + layer + "/attn";
        final String qkv = clipped(path, linear.product(MatrixRole.ATTENTION, path + "/qkv_proj", input,
                stacked(weights), stackedBias(weights)));
        final String mixed = attend(layer, path, weights, spec.attention().headNorm() == HeadNorm.NONE
                ? List.of(qkv, "", "")
                : normed(layer, path, qkv));
        final int width = config.heads() * config.headSize();
        return linear.product(MatrixRole.ATTENTION, path + "/o_proj", mixed,
                weights.matrix("self_attn.o_proj", config.hiddenSize(), width),
                weights.bias(spec.attention().bias().onOutput(), "self_attn.o_proj", config.hiddenSize()));
    }

    private String clipped(final String path, final String qkv) {
        final OptionalDouble limit = spec.attention().clip();
        return limit.isEmpty()
                ? qkv
                : graph.onnx(path + "/qkv_proj", "Clip", qkv, graph.real(-limit.getAsDouble()),
                        graph.real(limit.getAsDouble()));
    }

    private int queryWidth() {
        return spec.config().heads() * spec.config().headSize();
    }

    private int keyWidth() {
        return spec.config().kvHeads() * spec.config().headSize();
    }

    private WeightMatrix stacked(final LayerWeights weights) {
        final int hidden = spec.config().hiddenSize();
        return StackedMatrix.of(List.of(
                dimensions.ordered(weights.matrix("self_attn.q_proj", queryWidth(), hidden)),
                dimensions.ordered(weights.matrix("self_attn.k_proj", keyWidth(), hidden)),
                weights.matrix("self_attn.v_proj", keyWidth(), hidden)));
    }

    private Optional<float[]> stackedBias(final LayerWeights weights) {
        final boolean present = spec.attention().bias().onQkv();
        return weights.bias(present, "self_attn.q_proj", queryWidth()).map(query -> {
            final float[] all = new float[queryWidth() + 2 * keyWidth()];
            System.arraycopy(dimensions.ordered(query), 0, all, 0, query.length);
            weights.bias(present, "self_attn.k_proj", keyWidth()).map(dimensions::ordered)
                    .ifPresent(key -> System.arraycopy(key, 0, all, queryWidth(), key.length));
            weights.bias(present, "self_attn.v_proj", keyWidth())
                    .ifPresent(value -> System.arraycopy(value, 0, all, queryWidth() + keyWidth(),
                            value.length));
            return all;
        });
    }

    private List<String> normed(final int layer, final String path, final String qkv) {
        final String split = path + "/qkv_proj/Split";
        final List<String> parts = List.of(split + "/output_0", split + "/output_1", split + "/output_2");
        graph.add(new Node("Split", "", split,
                List.of(qkv, graph.int64s(queryWidth(), keyWidth(), keyWidth())), parts,
                Map.of("axis", new Attribute.Int(-1))));
        return List.of(normed(layer, path, "q_norm", parts.get(0), queryWidth()),
                normed(layer, path, "k_norm", parts.get(1), keyWidth()), parts.get(2));
    }

    private String normed(final int layer, final String path, final String which, final String input,
            final int width) {
        final String module = "model.layers." + layer + ".self_attn." + which;
        if (spec.attention().headNorm() == HeadNorm.ALL_HEADS) {
            return norms.plain(path + "/" + which + "/layernorm", module, input, width);
        }
        final int headSize = spec.config().headSize();
        final String heads = reshaped(path + "/" + which + "/Reshape_1", input, headSize);
        final String normed = norms.plain(path + "/" + which + "/layernorm", module, heads, headSize);
        return reshaped(path + "/" + which + "/Reshape_2", normed, width);
    }

    /** Cuts the values of a sequence, or of what it was cut into, to another width. */
    private String reshaped(final String name, final String input, final int width) {
        final String output = name + "/output_0";
        graph.add(new Node("Reshape", "", name, List.of(input, graph.int64s(0, -1, width)), List.of(output),
                Map.of()));
        return output;
    }

    private String attend(final int layer, final String path, final LayerWeights weights,
            final List<String> queryKeyValue) {
        final String name = path + "/GroupQueryAttention";
        final String output = name + "/output_0";
        final var inputs = new ArrayList<>(queryKeyValue);
        inputs.addAll(List.of(NAMES.pastKey(layer), NAMES.pastValue(layer), mask.lastPositions(),
                mask.totalLength()));
        if (spec.attention().rotates().test(layer)) {
            inputs.addAll(List.of(rotary.of(layer).cosines(), rotary.of(layer).sines()));
        }
        if (spec.attention().sinks()) {
            while (inputs.size() < SINKS) {
                inputs.add("");
            }
            inputs.add(linear.vector("model.layers." + layer + ".attn.sinks",
                    weights.vector("self_attn.sinks", spec.config().heads())));
        }
        graph.add(new Node("GroupQueryAttention", GraphBuilder.MICROSOFT, name, inputs,
                List.of(output, NAMES.presentKey(layer),
                        NAMES.presentValue(layer)),
                attributes(layer)));
        return output;
    }

    private Map<String, Attribute> attributes(final int layer) {
        final ModelConfig config = spec.config();
        final AttentionSpec attention = spec.attention();
        final double scale = attention.scale().orElse(1 / Math.sqrt(config.headSize()));
        final var attributes = new LinkedHashMap<String, Attribute>();
        attributes.put("do_rotary", flag(attention.rotates().test(layer)));
        attributes.put("kv_num_heads", new Attribute.Int(config.kvHeads()));
        windows.windows().get(layer)
                .ifPresent(window -> attributes.put("local_window_size", new Attribute.Int(window)));
        attributes.put("num_heads", new Attribute.Int(config.heads()));
        attributes.put("rotary_interleaved", flag(attention.interleaved()));
        attributes.put("scale", new Attribute.Real((float) scale));
        attributes.put("softcap", new Attribute.Real((float) attention.softcap()));
        return attributes;
    }

    private static Attribute flag(final boolean set) {
        return new Attribute.Int(set ? 1 : 0);
    }
}
