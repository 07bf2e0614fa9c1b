package dev.ingot.hf;

import static java.util.Map.entry;

import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What generation_config.json says; everything is empty where the file or the key is absent.
 *
 * @param bosTokenId         beginning of sequence
 * @param eosTokenIds        ends of sequence
 * @param padTokenId         padding
 * @param doSample           whether to sample
 * @param temperature        at least 0
 * @param topK               at least 0; 0 for all
 * @param topP               from 0 to 1
 * @param minP               from 0 to 1
 * @param typicalP           from 0 to 1
 * @param repetitionPenalty  above 0; 1 for none
 * @param noRepeatNgramSize  at least 0; 0 for none
 * @param minNewTokens       least tokens of the answer
 * @param minLength          least tokens of prompt and answer together
 * @param maxNewTokens       limit of the answer, in tokens
 * @param maxLength          limit of prompt and answer together, in tokens
 * @param notApplied         keys of settings that change what is generated, and that nothing here knows
 */
public record GenerationConfig(OptionalInt bosTokenId, List<Integer> eosTokenIds, OptionalInt padTokenId,
        Optional<Boolean> doSample, OptionalDouble temperature, OptionalInt topK, OptionalDouble topP,
        OptionalDouble minP, OptionalDouble typicalP, OptionalDouble repetitionPenalty,
        OptionalInt noRepeatNgramSize, OptionalInt minNewTokens, OptionalInt minLength,
        OptionalInt maxNewTokens, OptionalInt maxLength, List<String> notApplied) {

    /** The name of the file. */
    public static final String FILE_NAME = "generation_config.json";

    /** Says nothing. */
    public static final GenerationConfig NONE = new GenerationConfig(OptionalInt.empty(), List.of(),
            OptionalInt.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
            OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(),
            OptionalInt.empty(), List.of());

    /** Settings of transformers that are not there here, with the values that switch them off. */
    private static final Map<String, Set<Object>> FOREIGN = Map.ofEntries(entry("num_beams", Set.of(1)),
            entry("num_beam_groups", Set.of(1)), entry("penalty_alpha", Set.of(0, 0.0)),
            entry("epsilon_cutoff", Set.of(0, 0.0)), entry("eta_cutoff", Set.of(0, 0.0)),
            entry("encoder_repetition_penalty", Set.of(1, 1.0)), entry("guidance_scale", Set.of(1, 1.0)),
            entry("top_h", Set.of()), entry("sequence_bias", Set.of()), entry("bad_words_ids", Set.of()),
            entry("suppress_tokens", Set.of()), entry("stop_strings", Set.of()),
            entry("force_words_ids", Set.of()), entry("watermarking_config", Set.of()),
            entry("begin_suppress_tokens", Set.of()),
            entry("forced_bos_token_id", Set.of()), entry("forced_eos_token_id", Set.of()),
            entry("exponential_decay_length_penalty", Set.of()), entry("dola_layers", Set.of()));

    /** Copies the lists. */
    public GenerationConfig {
        eosTokenIds = List.copyOf(eosTokenIds);
        notApplied = List.copyOf(notApplied);
    }

    /**
     * Reads a file.
     *
     * @param file generation_config.json; it need not exist
     * @return what it says
     * @throws dev.ingot.error.ModelFormatException if a value has the wrong type or range
     */
    public static GenerationConfig read(final Path file) {
        if (!Files.exists(file)) {
            return NONE;
        }
        final JsonObject json = BoundedJson.read(file);
        final var values = new ConfigValues(json);
        return new GenerationConfig(values.tokenId("bos_token_id"), TokenIds.endOfSequence(json),
                values.tokenId("pad_token_id"), json.bool("do_sample"),
                number(json, "temperature", Double.MAX_VALUE), integer(json, "top_k"),
                number(json, "top_p", 1),
                number(json, "min_p", 1), number(json, "typical_p", 1),
                values.positive("repetition_penalty"), integer(json, "no_repeat_ngram_size"),
                integer(json, "min_new_tokens"), integer(json, "min_length"),
                integer(json, "max_new_tokens"), integer(json, "max_length"), foreign(json));
    }

    private static List<String> foreign(final JsonObject json) {
        return FOREIGN.keySet().stream().sorted().filter(key -> {
            final @Nullable Object value = json.raw(key);
            return value != null && !FOREIGN.getOrDefault(key, Set.of()).contains(value);
        }).toList();
    }

    private static OptionalDouble number(final JsonObject json, final String key, final double limit) {
        final OptionalDouble value = json.number(key);
        value.ifPresent(found -> {
            if (!(found >= 0 && found <= limit)) {
                throw json.wrong(key, limit == 1 ? "a number from 0 to 1" : "a finite number >= 0", found);
            }
        });
        return value;
    }

    private static OptionalInt integer(final JsonObject json, final String key) {
        final OptionalInt value = json.integer(key);
        value.ifPresent(found -> {
            if (found < 0) {
                throw json.wrong(key, "an integer >= 0", found);
            }
        });
        return value;
    }
}
