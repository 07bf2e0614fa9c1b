package dev.ingot.decoder;

import dev.ingot.hf.ModelConfig;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Names and packing of InternLM 2. Rows of {@code wqkv} lie by key-value head: its queries, its key, its value.
 *
 * <pre>
 *   q0 q1 k0 v0  q2 q3 k1 v1      four heads that share two, each letter one head of rows
 * </pre>
 *
 * @param kvHeads  number of such groups
 * @param sharing  query heads in a group
 * @param headSize rows of a head
 */
record InternLm2Layout(int kvHeads, int sharing, int headSize) implements CheckpointLayout {

    private static final Pattern LAYER = Pattern.compile("(model\\.layers\\.\\d+)\\.(.+)\\.(weight|bias)");

    private static final Map<String, String> ENDS = Map.of("model.embed_tokens.weight",
            "model.tok_embeddings.weight", "lm_head.weight", "output.weight");

    private static final Map<String, String> MODULES = Map.of("input_layernorm", "attention_norm",
            "post_attention_layernorm", "ffn_norm", "self_attn.o_proj", "attention.wo", "mlp.gate_proj",
            "feed_forward.w1", "mlp.up_proj", "feed_forward.w3", "mlp.down_proj", "feed_forward.w2");

    InternLm2Layout(final ModelConfig config) {
        this(config.kvHeads(), config.heads() / config.kvHeads(), config.headSize());
    }

    @Override
    public List<Part> locate(final String name) {
        final Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return List.of(Part.whole(ENDS.getOrDefault(name, name)));
        }
        final String packed = layer.group(1) + ".attention.wqkv." + layer.group(3);
        return switch (layer.group(2)) {
            case "self_attn.q_proj" -> perGroup(packed, 0, sharing);
            case "self_attn.k_proj" -> perGroup(packed, sharing, 1);
            case "self_attn.v_proj" -> perGroup(packed, sharing + 1, 1);
            case String module -> List.of(Part.whole(layer.group(1) + "."
                    + MODULES.getOrDefault(module, module) + "." + layer.group(3)));
        };
    }

    private List<Part> perGroup(final String packed, final int firstHead, final int heads) {
        final int group = (sharing + 2) * headSize;
        return IntStream.range(0, kvHeads).mapToObj(i -> new Part(packed,
                i * group + firstHead * headSize, heads * headSize, kvHeads * group)).toList();
    }
}
