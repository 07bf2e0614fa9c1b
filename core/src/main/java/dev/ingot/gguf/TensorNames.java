package dev.ingot.gguf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the tensors of transformers are called in a GGUF file (llama.cpp, gguf-py/gguf/tensor_mapping.py).
 *
 * @param stored  modules of a layer, by their names in transformers
 * @param logical the same the other way round
 */
record TensorNames(Map<String, String> stored, Map<String, String> logical) {

    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern EXPERT = Pattern
            .compile("(model\\.layers\\.\\d+\\.mlp\\.experts)\\.(\\d+)(\\..+_proj\\.weight)");
    private static final String STACKED = "mlp.experts.";

    private static final Map<String, String> ENDS = Map.of("model.embed_tokens.weight", "token_embd.weight",
            "model.norm.weight", "output_norm.weight", "lm_head.weight", "output.weight");
    private static final Map<String, String> ENDS_BACK = inverse(ENDS);

    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"), Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"), Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"), Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"), Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"), Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));

    /** Those of Llama. */
    static final TensorNames PLAIN = of(MODULES);

    /** With a norm behind attention and MLP, where transformers calls the former what Llama calls the one between. */
    static final TensorNames NORMED_BEHIND = PLAIN.with(Map.of("post_attention_layernorm",
            "post_attention_norm", "pre_feedforward_layernorm", "ffn_norm", "post_feedforward_layernorm",
            "post_ffw_norm"));

    /** With query, key and value in one tensor, gate and up in another. */
    static final TensorNames FUSED = PLAIN.without("mlp.gate_proj", "mlp.up_proj")
            .with(Map.of("self_attn.qkv_proj", "attn_qkv", "mlp.gate_up_proj", "ffn_up"));

    /** With experts, all of a layer in one tensor, which transformers has one by one. */
    static final TensorNames EXPERTS = PLAIN.with(Map.of("mlp.gate", "ffn_gate_inp", STACKED + "gate_proj",
            "ffn_gate_exps", STACKED + "up_proj", "ffn_up_exps", STACKED + "down_proj", "ffn_down_exps"));

    TensorNames {
        stored = Map.copyOf(stored);
        logical = Map.copyOf(logical);
    }

    private static TensorNames of(final Map<String, String> modules) {
        return new TensorNames(modules, inverse(modules));
    }

    private static Map<String, String> inverse(final Map<String, String> map) {
        return map.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    private TensorNames with(final Map<String, String> modules) {
        final var all = new HashMap<>(stored);
        all.putAll(modules);
        return of(all);
    }

    private TensorNames without(final String... modules) {
        final var all = new HashMap<>(stored);
        all.keySet().removeAll(List.of(modules));
        return of(all);
    }

    /** The name in a GGUF file; its own for a tensor that has none there. */
    String stored(final String name) {
        final Matcher layer = LAYER.matcher(EXPERT.matcher(name).replaceFirst("$1$3"));
        return layer.matches()
                ? Optional.ofNullable(stored.get(layer.group(2)))
                        .map(module -> "blk." + layer.group(1) + "." + module + "." + layer.group(3))
                        .orElse(name)
                : ENDS.getOrDefault(name, name);
    }

    /** The number of the expert that a name of transformers means, or empty when it means all of a tensor. */
    static Optional<Integer> expert(final String name) {
        final Matcher expert = EXPERT.matcher(name);
        return expert.matches() ? Optional.of(Integer.valueOf(expert.group(2))) : Optional.empty();
    }

    /** Whether a name of a GGUF file means a tensor with all experts of a layer. */
    boolean isStacked(final String name) {
        final Matcher block = BLOCK.matcher(name);
        return block.matches() && logical.getOrDefault(block.group(2), "").startsWith(STACKED);
    }

    /** The name in transformers of one expert's part of a stacked tensor. */
    String logical(final String name, final int expert) {
        return logical(name).replace(STACKED, STACKED + expert + ".");
    }

    /** The name in transformers of a tensor of a GGUF file, which is kept when there is none. */
    String logical(final String name) {
        final Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            final String module = logical.get(block.group(2));
            return module == null
                    ? name
                    : "model.layers." + block.group(1) + "." + module + "." + block.group(3);
        }
        return ENDS_BACK.getOrDefault(name, name);
    }
}
