package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rebuilds config.json from the metadata of a GGUF file (ggml, docs/gguf.md, "LLM"). */
final class GgufConfig {

    private static final double THETA = 10_000;
    private static final Set<String> SCALING = Set.of("type", "factor", "original_context_length",
            "finetuned");

    private final GgufFile file;
    private final GgufMetadata metadata;
    private final GgufArchitecture architecture;

    GgufConfig(final GgufFile file, final GgufArchitecture architecture) {
        this.file = file;
        this.metadata = file.metadata();
        this.architecture = architecture;
    }

    private String key(final String suffix) {
        return architecture.label() + "." + suffix;
    }

    Map<String, Object> build() {
        final int hidden = metadata.requiredInteger(key("embedding_length"));
        final int heads = scalar("attention.head_count");
        final int headSize = metadata.integer(key("attention.key_length"))
                .orElse(heads < 1 ? 0 : hidden / heads);
        final var config = new LinkedHashMap<String, Object>();
        config.put("architectures", List.of(architecture.className()));
        config.put("model_type", architecture.label());
        config.put("hidden_size", hidden);
        config.put("num_hidden_layers", metadata.requiredInteger(key("block_count")));
        config.put("num_attention_heads", heads);
        config.put("num_key_value_heads", metadata.has(key("attention.head_count_kv"))
                ? scalar("attention.head_count_kv")
                : heads);
        config.put("head_dim", headSize);
        config.put("intermediate_size", scalar("feed_forward_length"));
        config.put("max_position_embeddings", metadata.requiredInteger(key("context_length")));
        config.put("rms_norm_eps", metadata.number(key("attention.layer_norm_rms_epsilon"))
                .orElseThrow(() -> metadata.missing(key("attention.layer_norm_rms_epsilon"), "a number")));
        config.put("vocab_size", file.tensor("token_embd.weight").shape().getLast());
        config.put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        config.put("hidden_act", "silu");
        addOptional(config);
        addRotary(config, headSize);
        config.putAll(new GgufTokenizer(metadata).tokenIds());
        return config;
    }

    private void addOptional(final Map<String, Object> config) {
        if (architecture == GgufArchitecture.LLAMA) {
            config.put("attention_bias", file.tensors().containsKey("blk.0.attn_q.bias"));
            config.put("mlp_bias", file.tensors().containsKey("blk.0.ffn_gate.bias"));
        } else {
            config.put("use_sliding_window", false);
        }
        refuse("attention.sliding_window");
        refuse("expert_count");
    }

    private void addRotary(final Map<String, Object> config, final int headSize) {
        final int rotated = metadata.integer(key("rope.dimension_count")).orElse(headSize);
        if (rotated != headSize) {
            throw asksForConfig(key("rope.dimension_count"), "whole heads of " + headSize, rotated);
        }
        final double theta = metadata.number(key("rope.freq_base")).orElse(THETA);
        config.put("rope_theta", theta);
        refuseOtherScaling();
        final String scaling = metadata.string(key("rope.scaling.type"))
                .orElse(metadata.has(key("rope.scaling.factor")) ? "linear" : "none"); // as llama.cpp does
        if (file.tensors().containsKey("rope_freqs.weight")) {
            config.put("rope_scaling",
                    new RotaryFactors(file, new GgufTensors(file).vector("rope_freqs.weight", rotated / 2),
                            theta)
                            .scaling());
        } else if (scaling.equals("linear") || scaling.equals("yarn")) {
            config.put("rope_scaling", scaling(scaling));
        } else if (!scaling.equals("none")) {
            throw asksForConfig(key("rope.scaling.type"), "none, linear or yarn", scaling);
        }
    }

    /** Factors of attention and the ends of YaRN's ramp change the angles too; an old key stretches them. */
    private void refuseOtherScaling() {
        final String prefix = key("rope.scaling.");
        for (final String key : metadata.keys()) {
            final boolean unread = key.startsWith(prefix)
                    && !SCALING.contains(key.substring(prefix.length()));
            if (unread || key.equals(key("rope.scale_linear"))) {
                throw asksForConfig(key, "no such key", "it");
            }
        }
    }

    private Map<String, Object> scaling(final String type) {
        final var scaling = new LinkedHashMap<String, Object>();
        scaling.put("rope_type", type);
        scaling.put("factor", metadata.number(key("rope.scaling.factor"))
                .orElseThrow(() -> metadata.missing(key("rope.scaling.factor"), "a number")));
        metadata.integer(key("rope.scaling.original_context_length"))
                .ifPresent(length -> scaling.put("original_max_position_embeddings", length));
        return scaling;
    }

    /** A number that some models have per layer. */
    private int scalar(final String suffix) {
        final String key = key(suffix);
        if (!metadata.isArray(key)) {
            return metadata.requiredInteger(key);
        }
        final int[] values = metadata.integers(key).orElseThrow();
        for (final int value : values) {
            if (value != values[0]) {
                throw asksForConfig(key, "the same number for all layers", values[0] + " and " + value);
            }
        }
        if (values.length == 0) {
            throw metadata.missing(key, "a number");
        }
        return values[0];
    }

    private void refuse(final String suffix) {
        final int value = metadata.integer(key(suffix)).orElse(0);
        if (value != 0) {
            throw asksForConfig(key(suffix), "none", value);
        }
    }

    private UnsupportedModelException asksForConfig(final String key, final String expected,
            final Object found) {
        return new UnsupportedModelException(
                file.path() + ": " + key + ": expected " + expected + ", found " + found
                        + "; put the model's config.json beside the file");
    }
}
