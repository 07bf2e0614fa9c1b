package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Keys of config.json that are used somewhere or known to have no effect on inference; others are logged. */
final class KnownConfigKeys {

    private static final System.Logger LOG = System.getLogger(KnownConfigKeys.class.getName());

    private static final int MAX_LISTED = 50;

    private static final Set<String> USED = Set.of("architectures", "model_type", "hidden_size",
            "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim",
            "intermediate_size",
            "vocab_size", "max_position_embeddings", "original_max_position_embeddings", "rms_norm_eps",
            "layer_norm_eps", "norm_eps", "hidden_act", "hidden_activation", "tie_word_embeddings",
            "rope_theta",
            "rope_scaling", "rope_parameters", "rope_local_base_freq", "partial_rotary_factor",
            "bos_token_id",
            "eos_token_id", "pad_token_id", "attention_bias", "mlp_bias", "lm_head_bias", "use_bias", "bias",
            "compression_ratio",
            "layer_types",
            "sliding_window", "use_sliding_window", "max_window_layers", "sliding_window_pattern",
            "_sliding_window_pattern", "no_rope_layers", "no_rope_layer_interval", "attn_logit_softcapping",
            "final_logit_softcapping", "query_pre_attn_scalar", "attention_multiplier",
            "embedding_multiplier",
            "residual_multiplier", "logits_scaling", "clip_qkv", "qk_layernorm",
            "use_bidirectional_attention",
            "quantization_config", "num_experts", "num_experts_per_tok", "num_local_experts",
            "moe_intermediate_size", "decoder_sparse_step", "norm_topk_prob", "mlp_only_layers",
            "swiglu_limit");

    private static final Set<String> HARMLESS = Set.of("_name_or_path", "attention_dropout", "auto_map",
            "cache_implementation", "dtype", "embd_pdrop", "full_attn_mod", "hidden_dropout", "id2label",
            "initializer_range", "interpolate_factor", "label2id", "output_attentions",
            "output_hidden_states",
            "output_router_logits", "pretraining_tp", "resid_pdrop", "return_dict", "router_aux_loss_coef",
            "torch_dtype", "torchscript", "transformers_version", "unsloth_version", "unsloth_fixed",
            "use_cache",
            "_attn_implementation_autoset", "_attn_implementation", "attn_implementation", "is_decoder",
            "initial_context_length", "experts_per_token", "router_jitter_noise", "input_jitter_noise",
            "gradient_checkpointing", "use_mrope", "rope_interleaved", "is_llama_config");

    private KnownConfigKeys() {}

    static void report(final JsonObject json) {
        final var unknown = new TreeSet<>(json.keys());
        unknown.removeAll(USED);
        unknown.removeAll(HARMLESS);
        unknown.removeIf(key -> !json.has(key));
        if (!unknown.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "{0}: keys without effect here: {1}", json.file(),
                    unknown.stream().limit(MAX_LISTED).map(KnownConfigKeys::printable)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String printable(final String key) {
        return key.substring(0, Math.min(key.length(), MAX_LISTED)).replaceAll("\\p{Cntrl}", "?");
    }
}
