package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
 * @param repetitionPenalty  above 0; 1 for none
 * @param noRepeatNgramSize  at least 0; 0 for none
 * @param maxNewTokens       limit of the answer, in tokens
 * @param maxLength          limit of prompt and answer together, in tokens
 */
public record GenerationConfig(OptionalInt bosTokenId, List<Integer> eosTokenIds, OptionalInt padTokenId,
        Optional<Boolean> doSample, OptionalDouble temperature, OptionalInt topK, OptionalDouble topP,
        OptionalDouble minP, OptionalDouble repetitionPenalty, OptionalInt noRepeatNgramSize,
        OptionalInt maxNewTokens, OptionalInt maxLength) {

    private static final GenerationConfig EMPTY = new GenerationConfig(OptionalInt.empty(), List.of(),
            OptionalInt.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty(),
            OptionalInt.empty(), OptionalInt.empty());

    /** Copies the list. */
    public GenerationConfig {
        eosTokenIds = List.copyOf(eosTokenIds);
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
            return EMPTY;
        }
        final JsonObject json = BoundedJson.read(file);
        final var values = new ConfigValues(json);
        return new GenerationConfig(values.tokenId("bos_token_id"), TokenIds.endOfSequence(json),
                values.tokenId("pad_token_id"), json.bool("do_sample"),
                number(json, "temperature", Double.MAX_VALUE), integer(json, "top_k"),
                number(json, "top_p", 1),
                number(json, "min_p", 1), values.positive("repetition_penalty"),
                integer(json, "no_repeat_ngram_size"), integer(json, "max_new_tokens"),
                integer(json, "max_length"));
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
