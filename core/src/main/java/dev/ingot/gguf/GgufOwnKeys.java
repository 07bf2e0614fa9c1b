package dev.ingot.gguf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What only some architectures have in config.json. Where llama.cpp computes with a number that no file has, so do
 * published models, and it is that one (its src/models).
 */
final class GgufOwnKeys {

    private static final String WINDOW = "attention.sliding_window";
    private static final String PATTERN = "attention.sliding_window_pattern";
    private static final String SCALE = "attention.scale";
    private static final int GEMMA2_WINDOW = 4096;
    private static final int GEMMA2_LARGEST = 46;
    private static final int GEMMA3_LARGEST = 62;
    private static final int UNROTATED = 4;

    private final GgufKeys keys;
    private final GgufArchitecture architecture;
    private final int hidden;
    private final int heads;
    private final int headSize;

    GgufOwnKeys(final GgufKeys keys, final GgufArchitecture architecture, final int hidden, final int heads,
            final int headSize) {
        this.keys = keys;
        this.architecture = architecture;
        this.hidden = hidden;
        this.heads = heads;
        this.headSize = headSize;
    }

    /** Whether a key that most architectures have not is read for this one. */
    boolean reads(final String key) {
        return switch (architecture) {
            case GEMMA2, GEMMA3 -> key.equals(PATTERN);
            case GRANITE -> key.equals(SCALE);
            case LLAMA, QWEN2, QWEN3, QWEN3MOE, GEMMA, PHI3, OLMO2, SMOLLM3 -> false;
        };
    }

    void addTo(final Map<String, Object> config) {
        switch (architecture) {
            case GEMMA2 -> gemma(config, GEMMA2_LARGEST);
            case GEMMA3 -> gemma(config, GEMMA3_LARGEST);
            case PHI3 -> {
                if (window() > 0) {
                    config.put("sliding_window", window());
                }
            }
            case GRANITE -> granite(config);
            case SMOLLM3 -> config.put("no_rope_layer_interval", UNROTATED);
            case QWEN3MOE -> experts(config);
            case QWEN2, QWEN3 -> config.put("use_sliding_window", false);
            case LLAMA, GEMMA, OLMO2 -> {
                // nothing of their own
            }
        }
        if (window() != 0 && !Set.of(GgufArchitecture.GEMMA2, GgufArchitecture.GEMMA3, GgufArchitecture.PHI3)
                .contains(architecture)) {
            throw keys.asksForConfig(WINDOW, "none", window());
        }
        if (keys.integer("expert_count").orElse(0) != 0 && architecture != GgufArchitecture.QWEN3MOE) {
            throw keys.asksForConfig("expert_count", "none", keys.requiredInteger("expert_count"));
        }
    }

    private int window() {
        return keys.integer(WINDOW).orElse(architecture == GgufArchitecture.GEMMA2 ? GEMMA2_WINDOW : 0);
    }

    /** Scores are divided by the root of the head size, in the largest models by that of the width per head. */
    private void gemma(final Map<String, Object> config, final int largest) {
        config.put("query_pre_attn_scalar",
                keys.requiredInteger("block_count") == largest ? hidden / heads : headSize);
        addCap(config, "attn_logit_softcapping");
        addCap(config, "final_logit_softcapping");
        if (window() < 1) {
            throw keys.asksForConfig(WINDOW, "a number above 0", window());
        }
        config.put("sliding_window", window());
        if (keys.has(PATTERN)) {
            config.put("layer_types", layerTypes(keys.requiredInteger("block_count")));
        }
    }

    private void addCap(final Map<String, Object> config, final String key) {
        keys.number(key).ifPresent(cap -> config.put(key, cap));
    }

    /** Either a truth value per layer or a period, whose last layer has no window. */
    private List<String> layerTypes(final int layers) {
        final var types = new ArrayList<String>();
        if (keys.isArray(PATTERN)) {
            for (final boolean sliding : keys.flags(PATTERN).orElseThrow()) {
                types.add(type(sliding));
            }
            return types;
        }
        final int period = keys.requiredInteger(PATTERN);
        if (period < 1) {
            throw keys.asksForConfig(PATTERN, "a number above 0", period);
        }
        for (int layer = 0; layer < layers; layer++) {
            types.add(type((layer + 1) % period != 0));
        }
        return types;
    }

    private static String type(final boolean sliding) {
        return sliding ? "sliding_attention" : "full_attention";
    }

    private void granite(final Map<String, Object> config) {
        config.put("attention_multiplier", keys.number(SCALE).orElse(1 / Math.sqrt(headSize)));
        config.put("embedding_multiplier", keys.number("embedding_scale").orElse(1));
        config.put("residual_multiplier", keys.number("residual_scale").orElse(1));
        config.put("logits_scaling", keys.requiredNumber("logit_scale"));
    }

    private void experts(final Map<String, Object> config) {
        config.put("num_experts", keys.requiredInteger("expert_count"));
        config.put("num_experts_per_tok", keys.requiredInteger("expert_used_count"));
        config.put("moe_intermediate_size", keys.requiredInteger("expert_feed_forward_length"));
        config.put("norm_topk_prob", true);
        config.put("use_sliding_window", false);
    }
}
