package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys of config.json that are used somewhere or known to have no effect on inference; others are logged. */
final class KnownConfigKeys {

    private static final System.Logger LOG = System.getLogger(KnownConfigKeys.class.getName());

    private static final int MAX_LISTED = 50;

    /** Used whatever the family. */
    private static final Set<String> USED = Set.of("architectures", "model_type", "hidden_size",
            "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim",
            "intermediate_size", "vocab_size", "max_position_embeddings", "original_max_position_embeddings",
            "hidden_act", "hidden_activation", "tie_word_embeddings", "rope_theta", "rope_embedding_base",
            "rope_scaling", "rope_parameters", "partial_rotary_factor", "bos_token_id", "eos_token_id",
            "pad_token_id", "layer_types", "sliding_window", "quantization_config");

    private static final Set<String> EXPERTS = Set.of("num_experts", "num_experts_per_tok",
            "moe_intermediate_size", "decoder_sparse_step", "norm_topk_prob", "mlp_only_layers");
    private static final Set<String> LIMITS = Set.of("attn_logit_softcapping", "final_logit_softcapping",
            "query_pre_attn_scalar");
    private static final Set<String> BIASES = Set.of("attention_bias", "mlp_bias");
    private static final Set<String> WINDOWS = Set.of("use_sliding_window", "max_window_layers");

    /** Used by some families only, by {@code model_type}. */
    private static final Map<String, Set<String>> OWN = Map.ofEntries(Map.entry("llama", BIASES),
            Map.entry("qwen2", WINDOWS), Map.entry("qwen3", joined(WINDOWS, "attention_bias")),
            Map.entry("qwen3_moe", joined(EXPERTS, "attention_bias", "use_sliding_window")),
            Map.entry("gemma", Set.of("attention_bias")),
            Map.entry("gemma2", joined(LIMITS, "attention_bias")),
            Map.entry("gemma3_text", joined(LIMITS, "attention_bias", "rope_local_base_freq",
                    "sliding_window_pattern", "_sliding_window_pattern", "use_bidirectional_attention")),
            Map.entry("smollm3", joined(BIASES, "use_sliding_window", "no_rope_layers",
                    "no_rope_layer_interval")),
            Map.entry("granite", joined(BIASES, "attention_multiplier", "embedding_multiplier",
                    "residual_multiplier", "logits_scaling")),
            Map.entry("olmo", Set.of("attention_bias", "clip_qkv")),
            Map.entry("olmo2", Set.of("attention_bias")),
            Map.entry("ernie4_5", Set.of("use_bias", "compression_ratio")),
            Map.entry("nemotron", joined(BIASES, "rope_percent")), Map.entry("internlm2", Set.of("bias")),
            Map.entry("phi", Set.of("qk_layernorm")),
            Map.entry("gpt_oss", Set.of("attention_bias", "num_local_experts", "num_experts_per_tok",
                    "experts_per_token", "swiglu_limit")));

    private static final Set<String> HARMLESS = Set.of("_name_or_path", "attention_dropout", "auto_map",
            "cache_implementation", "dtype", "embd_pdrop", "full_attn_mod", "hidden_dropout", "id2label",
            "initializer_range", "interpolate_factor", "label2id", "output_attentions",
            "output_hidden_states",
            "output_router_logits", "pretraining_tp", "resid_pdrop", "return_dict", "router_aux_loss_coef",
            "torch_dtype", "torchscript", "transformers_version", "unsloth_version", "unsloth_fixed",
            "use_cache",
            "_attn_implementation_autoset", "_attn_implementation", "attn_implementation", "is_decoder",
            "initial_context_length", "router_jitter_noise", "input_jitter_noise",
            "gradient_checkpointing", "use_mrope", "rope_interleaved", "is_llama_config");

    private KnownConfigKeys() {}

    private static Set<String> joined(final Set<String> keys, final String... more) {
        return Stream.concat(keys.stream(), Stream.of(more)).collect(Collectors.toUnmodifiableSet());
    }

    /** Logs the keys without effect on a model of this family. */
    static void report(final JsonObject json, final FamilyDefaults family) {
        final Set<String> unknown = withoutEffect(json, family);
        if (!unknown.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "{0}: keys without effect here: {1}", json.file(),
                    unknown.stream().limit(MAX_LISTED).map(KnownConfigKeys::printable)
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Keys that mean nothing to the family; one that says no to what other families have is not worth a word. */
    static Set<String> withoutEffect(final JsonObject json, final FamilyDefaults family) {
        final var unknown = new TreeSet<>(json.keys());
        unknown.removeAll(USED);
        unknown.removeAll(HARMLESS);
        unknown.removeAll(OWN.getOrDefault(family.modelType(), Set.of()));
        unknown.remove(family.epsilonKey());
        unknown.removeIf(key -> !json.has(key) || Boolean.FALSE.equals(json.raw(key)));
        return unknown;
    }

    private static String printable(final String key) {
        return key.substring(0, Math.min(key.length(), MAX_LISTED)).replaceAll("\\p{Cntrl}", "?");
    }
}
