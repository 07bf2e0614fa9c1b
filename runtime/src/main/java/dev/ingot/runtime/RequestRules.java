package dev.ingot.runtime;

import dev.ingot.RequestDefaults;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.SearchDefaults;
import dev.ingot.runtime.sample.SamplingPlan;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Fills in what a request leaves open: its own options come first, then the ModelConfig of inference_model.json, then the
 * search object of genai_config.json. Immutable.
 *
 * @param defaults      ModelConfig
 * @param search        search object
 * @param contextLength most tokens that the model can hold
 */
record RequestRules(RequestDefaults defaults, SearchDefaults search, int contextLength) {

    private static final Logger LOG = System.getLogger(RequestRules.class.getName());

    static RequestRules of(final GenaiConfig config, final RequestDefaults defaults) {
        return new RequestRules(defaults, config.search(), config.contextLength());
    }

    /** Says how tokens are chosen. */
    SamplingPlan plan(final Sampling asked) {
        final OptionalDouble temperature = first(asked.temperature(), defaults.temperature());
        final OptionalDouble topP = first(asked.topP(), defaults.topP());
        final boolean asksToSample = temperature.isPresent() || topP.isPresent() || asked.topK().isPresent();
        return new SamplingPlan(
                asksToSample || search.doSample() ? temperature.orElse(usual(asksToSample)) : 0,
                asked.topK().orElse(search.topK()), topP.orElse(search.topP()),
                first(asked.repetitionPenalty(), defaults.repetitionPenalty())
                        .orElse(search.repetitionPenalty()),
                asked.seed().orElseGet(() -> new SplittableRandom().nextLong()));
    }

    /** A model whose own temperature is 0 is greedy, until somebody asks for top-k or top-p. */
    private double usual(final boolean asksToSample) {
        return asksToSample && search.temperature() == 0 ? 1 : search.temperature();
    }

    private static OptionalDouble first(final OptionalDouble one, final OptionalDouble other) {
        return one.isPresent() ? one : other;
    }

    /**
     * Says how long prompt and answer may become together.
     *
     * @throws InvalidOptionException if the prompt is empty or leaves no room for an answer
     */
    int limit(final int promptLength, final GenerationOptions options) {
        if (promptLength == 0) {
            throw new InvalidOptionException("the prompt is empty: expected at least one token");
        }
        if (promptLength >= contextLength) {
            throw new InvalidOptionException("the prompt has " + promptLength
                    + " tokens, but prompt and answer together may have " + contextLength
                    + ", the model's context");
        }
        final int length = lowered(length(options));
        if (promptLength >= length) {
            throw new InvalidOptionException("the prompt has " + promptLength
                    + " tokens, but prompt and answer together may have " + length
                    + " (max length); the model's context is " + contextLength);
        }
        final long withNew = (long) promptLength + options.maxNewTokens().orElse(contextLength);
        return (int) Math.min(length, withNew);
    }

    private int length(final GenerationOptions options) {
        if (options.maxLength().isPresent()) {
            return options.maxLength().getAsInt();
        }
        return options.maxNewTokens().isPresent()
                ? contextLength
                : defaults.maxLength().orElse(search.maxLength());
    }

    private int lowered(final int length) {
        if (length > contextLength) {
            LOG.log(Level.WARNING, "max length {0} is above the model''s context and is lowered to {1}",
                    length,
                    contextLength);
        }
        return Math.min(length, contextLength);
    }
}
