package dev.ingot.gguf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rebuilds config.json from the metadata of a GGUF file (ggml, docs/gguf.md, "LLM"). */
final class GgufConfig {

    private static final Set<String> ATTENTION = Set.of("head_count", "head_count_kv", "key_length",
            "value_length", "layer_norm_rms_epsilon", "sliding_window", "causal");

    private final GgufFile file;
    private final GgufArchitecture architecture;
    private final GgufKeys keys;

    GgufConfig(final GgufFile file, final GgufArchitecture architecture) {
        this.file = file;
        this.architecture = architecture;
        this.keys = new GgufKeys(file.metadata(), architecture.label());
    }

    Map<String, Object> build() {
        final int hidden = keys.requiredInteger("embedding_length");
        final int heads = keys.scalar("attention.head_count");
        final int headSize = headSize(heads < 1 ? 0 : hidden / heads);
        final var config = new LinkedHashMap<String, Object>();
        config.put("architectures", List.of(architecture.className()));
        config.put("model_type", architecture.modelType());
        config.put("hidden_size", hidden);
        config.put("num_hidden_layers", keys.requiredInteger("block_count"));
        config.put("num_attention_heads", heads);
        config.put("num_key_value_heads", keys.has("attention.head_count_kv")
                ? keys.scalar("attention.head_count_kv")
                : heads);
        config.put("head_dim", headSize);
        config.put("intermediate_size", keys.scalar("feed_forward_length"));
        config.put("max_position_embeddings", keys.requiredInteger("context_length"));
        config.put("rms_norm_eps", keys.requiredNumber("attention.layer_norm_rms_epsilon"));
        config.put("vocab_size", file.tensor("token_embd.weight").shape().getLast());
        config.put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        config.put(architecture.isGemma() ? "hidden_activation" : "hidden_act",
                architecture.isGemma() ? "gelu_pytorch_tanh" : "silu");
        final var own = new GgufOwnKeys(keys, architecture, hidden, heads, headSize);
        keys.refuseOthers("attention.", key -> ATTENTION.contains(key) || own.reads("attention." + key));
        config.put("attention_bias", file.tensors().containsKey("blk.0.attn_q.bias"));
        config.put("mlp_bias", file.tensors().containsKey("blk.0.ffn_gate.bias"));
        own.addTo(config);
        new GgufRotary(file, keys, architecture, headSize).addTo(config);
        config.putAll(new GgufTokenizer(file.metadata()).tokenIds());
        return config;
    }

    private int headSize(final int usual) {
        final int keySize = keys.integer("attention.key_length").orElse(usual);
        final int valueSize = keys.integer("attention.value_length").orElse(usual);
        if (valueSize != keySize) {
            throw keys.asksForConfig("attention.value_length", "that of keys, " + keySize, valueSize);
        }
        return keySize;
    }
}
