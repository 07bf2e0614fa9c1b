package dev.ingot.genai;

import dev.ingot.hf.GenerationConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalInt;

/** What the search object of genai_config.json says of a model with a generation_config.json. */
public final class SearchRules {

    private static final Logger LOG = System.getLogger(SearchRules.class.getName());

    /** Readers allocate the whole cache for this length, so it stays sane unless asked for. */
    private static final int DEFAULT_MAX_LENGTH = 4096;

    private static final int DEFAULT_TOP_K = 50;

    private SearchRules() {}

    /**
     * Works the object out.
     *
     * @param generation generation_config.json
     * @param vocabulary number of scores per position
     * @param context    most tokens that the model can attend to
     * @param asked      for most tokens of prompt and answer together
     * @return the object
     */
    public static SearchDefaults of(final GenerationConfig generation, final int vocabulary,
            final int context, final OptionalInt asked) {
        warnOfDropped(generation);
        final int maxLength = maxLength(context, asked);
        return new SearchDefaults(generation.doSample().orElse(false), maxLength,
                generation.temperature().orElse(1),
                Math.min(vocabulary, generation.topK().orElse(DEFAULT_TOP_K)),
                generation.topP().orElse(1), generation.repetitionPenalty().orElse(1),
                generation.noRepeatNgramSize().orElse(0),
                Math.min(maxLength, generation.minLength().orElse(0)));
    }

    private static void warnOfDropped(final GenerationConfig generation) {
        if (!generation.notApplied().isEmpty()) {
            LOG.log(Level.WARNING, "generation_config.json: {0} will not be applied",
                    String.join(", ", generation.notApplied()));
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
