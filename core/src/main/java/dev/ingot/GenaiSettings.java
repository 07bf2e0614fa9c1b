package dev.ingot;

import dev.ingot.decoder.Decoder;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.SearchDefaults;
import dev.ingot.hf.GenerationConfig;
import dev.ingot.hf.HfModel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.OptionalInt;

/** What genai_config.json says of an exported model. */
final class GenaiSettings {

    private static final Logger LOG = System.getLogger(GenaiSettings.class.getName());

    /** Readers allocate the whole cache for this length, so it stays sane unless asked for. */
    private static final int DEFAULT_MAX_LENGTH = 4096;

    private GenaiSettings() {
    }

    static int maxLength(final int context, final OptionalInt asked) {
        if (asked.orElse(0) > context) {
            LOG.log(Level.WARNING, "max length {0} lowered to the model''s context of {1} tokens", asked.getAsInt(),
                    context);
        }
        return Math.min(context, asked.orElse(DEFAULT_MAX_LENGTH));
    }
}
