package dev.ingot.genai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys, order and fixed values of the reference builder's genai_config.json. */
final class GenaiConfigLayout {

    private GenaiConfigLayout() {}

    static Map<String, Object> of(final GenaiConfig config) {
        check(config);
        final var result = new LinkedHashMap<String, Object>();
        result.put("model", model(config));
        result.put("search", search(config.search()));
        return result;
    }

    private static void check(final GenaiConfig config) {
        final var search = config.search();
        require(config.contextLength() > 0, "context_length", config.contextLength());
        require(search.maxLength() > 0 && search.maxLength() <= config.contextLength(), "max_length",
                search.maxLength());
        require(search.topK() >= 0 && search.topK() <= config.vocabSize(), "top_k", search.topK());
        require(search.topP() >= 0 && search.topP() <= 1, "top_p", search.topP());
        require(search.temperature() >= 0, "temperature", search.temperature());
        require(search.repetitionPenalty() > 0, "repetition_penalty", search.repetitionPenalty());
        require(search.noRepeatNgram() >= 0, "no_repeat_ngram_size", search.noRepeatNgram());
        require(search.minLength() >= 0 && search.minLength() <= search.maxLength(), "min_length",
                search.minLength());
        config.eosTokenIds().forEach(id -> require(id >= 0 && id < config.vocabSize(), "eos_token_id", id));
    }

    private static void require(final boolean condition, final String key, final Number value) {
        if (!condition) {
            throw new IllegalArgumentException("genai_config " + key + " out of range: " + value);
        }
    }

    private static Map<String, Object> model(final GenaiConfig config) {
        final var result = new LinkedHashMap<String, Object>();
        result.put("bos_token_id", config.bosTokenId());
        result.put("context_length", config.contextLength());
        result.put("decoder", decoder(config.decoder()));
        result.put("eos_token_id",
                config.eosTokenIds().size() == 1 ? config.eosTokenIds().getFirst() : config.eosTokenIds());
        result.put("pad_token_id", config.padTokenId());
        result.put("type", config.type());
        result.put("vocab_size", config.vocabSize());
        return result;
    }

    private static Map<String, Object> decoder(final GenaiDecoder decoder) {
        final var session = new LinkedHashMap<String, Object>();
        session.put("log_id", "onnxruntime-genai");
        session.put("provider_options", List.of());
        final var result = new LinkedHashMap<String, Object>();
        result.put("session_options", session);
        result.put("filename", decoder.filename());
        result.put("head_size", decoder.headSize());
        result.put("hidden_size", decoder.hiddenSize());
        result.put("inputs", inputs(decoder.names()));
        result.put("outputs", outputs(decoder.names()));
        result.put("num_attention_heads", decoder.attentionHeads());
        result.put("num_hidden_layers", decoder.layers());
        result.put("num_key_value_heads", decoder.keyValueHeads());
        return result;
    }

    private static Map<String, Object> inputs(final DecoderNames names) {
        final var result = new LinkedHashMap<String, Object>();
        result.put("input_ids", names.inputIds());
        result.put("attention_mask", names.attentionMask());
        names.positionIds().ifPresent(name -> result.put("position_ids", name));
        result.put("past_key_names", names.pastKeyNames());
        result.put("past_value_names", names.pastValueNames());
        return result;
    }

    private static Map<String, Object> outputs(final DecoderNames names) {
        final var result = new LinkedHashMap<String, Object>();
        result.put("logits", names.logits());
        result.put("present_key_names", names.presentKeyNames());
        result.put("present_value_names", names.presentValueNames());
        return result;
    }

    private static Map<String, Object> search(final SearchDefaults search) {
        final var result = new LinkedHashMap<String, Object>();
        result.put("diversity_penalty", 0.0);
        result.put("do_sample", search.doSample());
        result.put("early_stopping", true);
        result.put("length_penalty", 1.0);
        result.put("max_length", search.maxLength());
        result.put("min_length", search.minLength());
        result.put("no_repeat_ngram_size", search.noRepeatNgram());
        result.put("num_beams", 1);
        result.put("num_return_sequences", 1);
        result.put("past_present_share_buffer", true);
        result.put("repetition_penalty", search.repetitionPenalty());
        result.put("temperature", search.temperature());
        result.put("top_k", search.topK());
        result.put("top_p", search.topP());
        return result;
    }
}
