package dev.ingot.foundry.doctor;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of genai_config.json that onnxruntime-genai knows (its src/config.cpp and src/models/model_type.h, 2026).
 * What only models of pictures and speech have is not looked into.
 *
 * @param plain   keys that may have any value
 * @param objects keys whose objects are looked into
 * @param open    whether other keys with plain values are passed over
 */
record GenaiKeys(Set<String> plain, Map<String, GenaiKeys> objects, boolean open) {

    private static final GenaiKeys NAMES = new GenaiKeys(Set.of(), Map.of(), true);
    private static final List<String> TEXT_TYPES = List.of("chatglm", "decoder", "ernie4_5", "gemma",
            "gemma2",
            "gemma3_text", "gemma4_text", "gpt2", "gptoss", "granite", "granitemoehybrid", "hunyuandensev1",
            "internlm2", "lfm2", "llama", "mistral", "nemotron", "olmo", "phi", "phimoe", "phi3", "phi3small",
            "qwen2", "qwen3", "qwen3_5_moe_text", "qwen3_5_text", "smollm3");
    private static final List<String> OTHER_TYPES = List.of("decoder-pipeline", "fara", "gemma3", "gemma4",
            "nemotron_speech", "phi3v", "phi4mm", "qwen2_5_vl", "qwen3_5", "qwen3_vl", "whisper");

    private static final GenaiKeys DECODER = new GenaiKeys(
            Set.of("filename", "hidden_size", "num_attention_heads", "num_hidden_layers",
                    "num_key_value_heads",
                    "head_size", "state_update_capacity", "conv_cache_size", "ple_token_pad_id",
                    "session_options", "run_options", "pipeline", "layer_types", "shared_initializers",
                    "state_groups"),
            Map.of("inputs", NAMES, "outputs", NAMES, "sliding_window",
                    new GenaiKeys(Set.of("window_size", "pad_value", "alignment", "slide_key_value_cache",
                            "slide_inputs", "cache_slack", "layers"), Map.of(), false)),
            false);

    private static final GenaiKeys MODEL = new GenaiKeys(
            Set.of("type", "tokenizer_dir", "vocab_size", "context_length", "pad_token_id", "eos_token_id",
                    "bos_token_id", "decoder_start_token_id", "sep_token_id", "image_token_id",
                    "audio_token_id",
                    "boa_token_id", "video_token_id", "vision_start_token_id", "bot_token_id", "eot_token_id",
                    "bor_token_id", "eor_token_id", "num_mels", "fft_size", "hop_length", "win_length",
                    "preemph",
                    "log_eps", "norm_eps", "subsampling_factor", "left_context", "conv_context",
                    "pre_encode_cache_size", "sample_rate", "chunk_samples", "blank_id",
                    "max_symbols_per_step",
                    "left_context_samples", "right_context_samples", "tdt_durations", "encoder", "draft",
                    "vision",
                    "embedding", "speech", "joiner", "vad", "mtp", "dflash2", "dspark", "prompt_templates"),
            Map.of("decoder", DECODER), false);

    private static final GenaiKeys SEARCH = new GenaiKeys(Set.of("min_length", "max_length", "batch_size",
            "num_beams", "num_return_sequences", "top_k", "top_p", "temperature", "repetition_penalty",
            "length_penalty", "no_repeat_ngram_size", "diversity_penalty", "random_seed", "chunk_size",
            "do_sample",
            "past_present_share_buffer", "early_stopping", "blank_penalty"), Map.of(), false);

    /** The file's top level: plain values that are not known are passed over there, objects are not. */
    static final GenaiKeys TOP = new GenaiKeys(Set.of("speculative", "engine"),
            Map.of("model", MODEL, "search", SEARCH), true);

    /** The model types that it loads. */
    static final Collection<String> TYPES = types();

    private static Collection<String> types() {
        final var all = new TreeSet<>(TEXT_TYPES);
        all.addAll(OTHER_TYPES);
        return all;
    }

    /** Returns what is known of an object's keys, or null where it is not looked into. */
    @Nullable
    GenaiKeys inside(final String key) {
        return objects.get(key);
    }

    /** Tells whether a key is known, or passed over. */
    boolean allows(final String key, final @Nullable Object value) {
        return plain.contains(key) || objects.containsKey(key)
                || (open && !(value instanceof Map<?, ?>) && !(value instanceof List<?>));
    }
}
