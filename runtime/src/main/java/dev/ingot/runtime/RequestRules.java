package dev.ingot.runtime;

import dev.ingot.RequestDefaults;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.genai.SearchDefaults;
import dev.ingot.hf.GenerationConfig;
import dev.ingot.runtime.sample.LogitPlan;
import dev.ingot.runtime.sample.SamplingPlan;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Fills in what a request leaves open: its own options come first, then the ModelConfig of inference_model.json, then the
 * search object of genai_config.json, and its generation_config.json for what that object has no keys for. Immutable.
 *
 * @param defaults      ModelConfig
 * @param search        search object
 * @param own           generation_config.json
 * @param contextLength most tokens that the model can hold
 */
record RequestRules(RequestDefaults defaults, SearchDefaults search, GenerationConfig own,
        int contextLength) {

    private static final Logger LOG = System.getLogger(RequestRules.class.getName());

    static RequestRules of(final GenaiConfig config, final RequestDefaults defaults,
            final GenerationConfig own) {
        return new RequestRules(defaults, config.search(), own, config.contextLength());
    }

    /** Says how tokens are chosen. */
    SamplingPlan plan(final Sampling asked) {
        final OptionalDouble temperature = first(asked.temperature(), defaults.temperature());
        final OptionalDouble topP = first(asked.topP(), defaults.topP());
        final boolean asksToSample = temperature.isPresent() || topP.isPresent() || asked.topK().isPresent()
                || asked.minP().isPresent() || asked.typicalP().isPresent();
        return new SamplingPlan(changes(asked),
                asksToSample || search.doSample() ? temperature.orElse(usual(asksToSample)) : 0,
                asked.topK().orElse(search.topK()), topP.orElse(search.topP()),
                first(asked.minP(), own.minP()).orElse(0), first(asked.typicalP(), typical()).orElse(1),
                asked.seed().orElseGet(() -> new SplittableRandom().nextLong()));
    }

    /** Both ends of the range mean "off" in this file. */
    private OptionalDouble typical() {
        return own.typicalP().orElse(0) == 0 ? OptionalDouble.empty() : own.typicalP();
    }

    private LogitPlan changes(final Sampling asked) {
        final Penalties penalties = asked.penalties();
        final double repetition = first(penalties.repetition(), defaults.repetitionPenalty())
                .orElse(search.repetitionPenalty());
        return new LogitPlan(asked.logitBias(), repetition, penalties.frequency().orElse(0),
                penalties.presence().orElse(0), penalties.noRepeatNgram().orElse(search.noRepeatNgram()), 0,
                Set.of());
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
            throw new InvalidOptionException(
                    "the prompt is empty: expected at least one token; give some text, or"
                            + " the id of the token that begins a text");
        }
        if (promptLength >= contextLength) {
            throw new InvalidOptionException("the prompt has " + promptLength
                    + " tokens, but prompt and answer together may have " + contextLength
                    + ", the model's context; shorten the prompt");
        }
        final int length = lowered(length(options));
        if (promptLength >= length) {
            throw new InvalidOptionException("the prompt has " + promptLength
                    + " tokens, but prompt and answer together may have " + length
                    + " (max length); shorten the prompt, or raise the limit up to the model's context, "
                    + contextLength);
        }
        final long withNew = promptLength + (long) newTokens(options);
        return (int) Math.min(length, withNew);
    }

    /** Says how long a prompt may be for an answer to have room: for all it may have, else a quarter; half at most. */
    int roomyPrompt(final GenerationOptions options) {
        final int most = Math.min(length(options), contextLength);
        final int asked = newTokens(options);
        return most - Math.min(asked < contextLength ? asked : most / 4, most / 2);
    }

    private int length(final GenerationOptions options) {
        if (options.maxLength().isPresent()) {
            return options.maxLength().getAsInt();
        }
        return options.maxNewTokens().isPresent()
                ? contextLength
                : defaults.maxLength().orElse(search.maxLength());
    }

    private int newTokens(final GenerationOptions options) {
        final boolean open = options.maxLength().isEmpty() && defaults.maxLength().isEmpty();
        return options.maxNewTokens().orElse(open ? own.maxNewTokens().orElse(contextLength) : contextLength);
    }

    /**
     * Says how long the answer is at least.
     *
     * @param limit of prompt and answer together
     * @throws InvalidOptionException if the limit leaves no room for what is asked
     */
    int least(final int promptLength, final int limit, final GenerationOptions options) {
        final int room = limit - promptLength;
        final int asked = options.minNewTokens()
                .orElse(Math.max(own.minNewTokens().orElse(0), search.minLength() - promptLength));
        if (options.minNewTokens().isPresent() && asked > room) {
            throw new InvalidOptionException("min new tokens: the prompt has " + promptLength
                    + " tokens, and prompt and answer together may have " + limit + ": expected at most "
                    + room
                    + ", found " + asked);
        }
        return Math.clamp(asked, 0, room);
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
