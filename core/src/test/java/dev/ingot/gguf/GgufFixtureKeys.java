package dev.ingot.gguf;

import dev.ingot.json.JsonObject;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes what llama.cpp's converter takes from config.json. */
final class GgufFixtureKeys {

    private static final Map<String, String> NUMBERS = Map.of("attn_logit_softcapping",
            "attn_logit_softcapping",
            "final_logit_softcapping", "final_logit_softcapping", "attention_multiplier", "attention.scale",
            "embedding_multiplier", "embedding_scale", "residual_multiplier", "residual_scale",
            "logits_scaling", "logit_scale", "rms_norm_eps", "attention.layer_norm_rms_epsilon");
    private static final Map<String, String> SIZES = Map.of("max_position_embeddings", "context_length",
            "hidden_size",
            "embedding_length", "num_hidden_layers", "block_count", "intermediate_size",
            "feed_forward_length",
            "num_attention_heads", "attention.head_count", "num_key_value_heads", "attention.head_count_kv");

    private final JsonObject config;
    private final GgufBytes out;
    private final String type;
    private final String label;

    GgufFixtureKeys(final JsonObject config, final GgufBytes out) {
        this.config = config;
        this.out = out;
        this.type = config.string("model_type").orElseThrow();
        this.label = switch (type) {
            case "mistral" -> "llama";
            case "gemma3_text" -> "gemma3";
            default -> type;
        };
    }

    private int size(final String key) {
        return config.integer(key).orElseThrow();
    }

    void write() {
        out.key("general.architecture", label).key("general.name", "a fixture");
        SIZES.forEach((key, stored) -> out.key(label + "." + stored, size(key)));
        NUMBERS.forEach((key, stored) -> config.number(key)
                .ifPresent(value -> out.key(label + "." + stored, (float) value)));
        final OptionalDouble theta = config.number("rope_theta");
        out.key(label + ".rope.freq_base", (float) theta.orElseGet(
                () -> config.object("rope_parameters").orElseThrow().number("rope_theta").orElseThrow()));
        config.integer("head_dim").ifPresent(head -> out.key(label + ".attention.key_length", head)
                .key(label + ".attention.value_length", head));
        if (type.startsWith("gemma") || type.equals("phi3")) {
            out.key(label + ".attention.sliding_window", size("sliding_window"));
        }
        config.integer("sliding_window_pattern")
                .ifPresent(period -> out.key(label + ".attention.sliding_window_pattern", period));
        if (type.equals("phi3")) {
            phi3();
        }
    }

    private void phi3() {
        final int head = size("hidden_size") / size("num_attention_heads");
        final double share = config.number("partial_rotary_factor").orElse(1);
        final int original = size("original_max_position_embeddings");
        out.key("phi3.rope.dimension_count", (int) (share * head))
                .key("phi3.rope.scaling.original_context_length", original);
        if (config.object("rope_scaling").isPresent()) {
            final double stretch = (double) size("max_position_embeddings") / original;
            out.key("phi3.rope.scaling.attn_factor",
                    (float) Math.sqrt(1 + Math.log(stretch) / Math.log(original)));
        }
    }
}
