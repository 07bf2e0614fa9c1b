package dev.ingot;

import dev.ingot.decoder.Decoder;
import dev.ingot.error.ModelFormatException;
import dev.ingot.genai.DecoderNames;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.GenaiDecoder;
import dev.ingot.genai.SearchDefaults;
import dev.ingot.hf.GenerationConfig;
import dev.ingot.hf.HfModel;
import dev.ingot.hf.ModelConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.OptionalInt;

/** What genai_config.json says of an exported model. */
final class GenaiSettings {

    private static final Logger LOG = System.getLogger(GenaiSettings.class.getName());

    /** Readers allocate the whole cache for this length, so it stays sane unless asked for. */
    private static final int DEFAULT_MAX_LENGTH = 4096;

    /** What the reference builder writes for models without such a token. */
    private static final int NO_BOS = 1;

    private static final int DEFAULT_TOP_K = 50;

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
                search(generation, decoder.vocabulary(), maxLength(config.maxPositions(), maxLength)));
    }

    private static int first(final OptionalInt one, final OptionalInt two, final int other) {
        return one.orElse(two.orElse(other));
    }

    private static SearchDefaults search(final GenerationConfig generation, final int vocabulary,
            final int maxLength) {
        warnOfDropped(generation);
        return new SearchDefaults(generation.doSample().orElse(false), maxLength,
                generation.temperature().orElse(1),
                Math.min(vocabulary, generation.topK().orElse(DEFAULT_TOP_K)),
                generation.topP().orElse(1), generation.repetitionPenalty().orElse(1));
    }

    private static void warnOfDropped(final GenerationConfig generation) {
        if (generation.minP().isPresent() || generation.noRepeatNgramSize().orElse(0) > 0) {
            LOG.log(Level.WARNING, "generation_config.json: min_p and no_repeat_ngram_size are not applied");
        }
    }

    private static int maxLength(final int context, final OptionalInt asked) {
        if (asked.orElse(0) > context) {
            LOG.log(Level.WARNING, "max length {0} lowered to the model''s context of {1} tokens",
                    asked.getAsInt(),
                    context);
        }
        return Math.min(context, asked.orElse(DEFAULT_MAX_LENGTH));
    }
}
