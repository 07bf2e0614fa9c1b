package dev.ingot;

import dev.ingot.decoder.Decoder;
import dev.ingot.error.ModelFormatException;
import dev.ingot.genai.DecoderNames;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GenaiDecoder;
import dev.ingot.genai.SearchRules;
import dev.ingot.hf.HfModel;
import dev.ingot.hf.ModelConfig;
import java.util.List;
import java.util.OptionalInt;

/** What genai_config.json says of an exported model. */
final class GenaiSettings {

    /** What the reference builder writes for models without such a token. */
    private static final int NO_BOS = 1;

    private GenaiSettings() {}

    static GenaiConfig of(final HfModel model, final Decoder decoder, final List<Integer> ends,
            final OptionalInt maxLength) {
        final ModelConfig config = model.config();
        if (ends.isEmpty()) {
            throw ModelFormatException.of(config.json().file(), "eos_token_id",
                    "a token that ends an answer, here, in generation_config.json or in the tokenizer",
                    "none");
        }
        final var generation = model.generation();
        return new GenaiConfig(decoder.type(), config.maxPositions(), decoder.vocabulary(),
                first(generation.bosTokenId(), config.bosTokenId(), NO_BOS), ends,
                first(generation.padTokenId(), config.padTokenId(), ends.getFirst()),
                new GenaiDecoder(Decoder.GRAPH_FILE, config.headSize(), config.hiddenSize(), config.heads(),
                        config.layers(), config.kvHeads(), DecoderNames.DEFAULT),
                SearchRules.of(generation, decoder.vocabulary(), config.maxPositions(), maxLength));
    }

    private static int first(final OptionalInt one, final OptionalInt two, final int other) {
        return one.orElse(two.orElse(other));
    }
}
