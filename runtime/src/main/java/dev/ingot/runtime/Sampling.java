package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the next token is chosen. What is not said is left to the model: the ModelConfig of its inference_model.json, then
 * the {@code search} object of its genai_config.json and its generation_config.json.
 *
 * <p>Saying a temperature or a cut (top-k, top-p, min-p, typical-p) means sampling, unless the temperature is 0 or top-k is
 * 1. The order of work on the logits of a step is:
 *
 * <ol>
 * <li>logit bias is added;
 * <li>repetition penalty, over every token of prompt and answer so far;
 * <li>frequency and presence penalties, over the tokens of the answer;
 * <li>no-repeat n-gram: tokens that would repeat a run become impossible;
 * <li>end tokens become impossible until the answer has {@link GenerationOptions#minNewTokens};
 * <li>without sampling: the largest logit, of equal ones the lowest id. With it: the k best, of equal ones the lower ids;
 * <li>soft-max at the temperature;
 * <li>top-p: the shortest prefix of the ranking that reaches this mass, the crossing token included;
 * <li>min-p: those of at least this part of the best one's probability;
 * <li>typical-p: those whose surprise is nearest to the expected one, until they reach this part of what is left;
 * <li>a draw.
 * </ol>
 *
 * <p>The same logits and seed give the same tokens on every platform.
 *
 * @param temperature 0 or more; 0 takes the most probable token
 * @param topK        number of candidates; 0 is off
 * @param topP        mass of candidates, above 0 and at most 1; 1 is off
 * @param minP        least probability of a candidate as a part of the best one's, from 0 to 1; 0 is off
 * @param typicalP    mass of the typical candidates, above 0 and at most 1; 1 is off
 * @param penalties   of tokens that the text holds already
 * @param logitBias   added to logits, by token id; negative infinity forbids a token
 * @param seed        of the draws; without one each generation takes its own
 */
public record Sampling(OptionalDouble temperature, OptionalInt topK, OptionalDouble topP,
        OptionalDouble minP, OptionalDouble typicalP, Penalties penalties, Map<Integer, Double> logitBias,
        OptionalLong seed) {

    private static final Sampling DEFAULTS = new Sampling(OptionalDouble.empty(), OptionalInt.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), Penalties.MODEL_DEFAULTS,
            Map.of(), OptionalLong.empty());

    /**
     * Checks the ranges and copies the map.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public Sampling {
        logitBias = Map.copyOf(logitBias);
        final double heat = temperature.orElse(0);
        Ranges.check(heat >= 0 && Double.isFinite(heat), "temperature", "0 or more", heat);
        Ranges.check(topK.orElse(0) >= 0, "top-k", "0 or more", topK.orElse(0));
        mass("top-p", topP);
        mass("typical-p", typicalP);
        final double least = minP.orElse(0);
        Ranges.check(least >= 0 && least <= 1, "min-p", "0 to 1", least);
        logitBias.forEach((id, value) -> Ranges.check(id >= 0 && value < Double.POSITIVE_INFINITY,
                "logit bias of token " + id, "an id of the vocabulary and a number", value));
    }

    private static void mass(final String option, final OptionalDouble value) {
        final double found = value.orElse(1);
        Ranges.check(found > 0 && found <= 1, option, "above 0 and at most 1", found);
    }

    /**
     * Leaves everything to the model.
     *
     * @return sampling with nothing said
     */
    public static Sampling modelDefaults() {
        return DEFAULTS;
    }

    /**
     * Takes the token of the largest logit, without any penalty; of equal ones the lowest id.
     *
     * @return plain arg-max
     */
    public static Sampling greedy() {
        return DEFAULTS.temperature(0).penalties(Penalties.OFF);
    }

    /**
     * Draws from the model's distribution as it is: at a temperature of 1, without any penalty or cut.
     *
     * @return plain draws
     */
    public static Sampling plain() {
        return DEFAULTS.temperature(1).topK(0).topP(1).minP(0).typicalP(1).penalties(Penalties.OFF);
    }

    /**
     * Sets the temperature.
     *
     * @param value 0 or more
     * @return new sampling
     */
    public Sampling temperature(final double value) {
        return new Sampling(OptionalDouble.of(value), topK, topP, minP, typicalP, penalties, logitBias, seed);
    }

    /**
     * Sets the number of candidates.
     *
     * @param value 0 or more; 0 is off
     * @return new sampling
     */
    public Sampling topK(final int value) {
        return new Sampling(temperature, OptionalInt.of(value), topP, minP, typicalP, penalties, logitBias,
                seed);
    }

    /**
     * Sets the mass of candidates.
     *
     * @param value above 0, at most 1
     * @return new sampling
     */
    public Sampling topP(final double value) {
        return new Sampling(temperature, topK, OptionalDouble.of(value), minP, typicalP, penalties, logitBias,
                seed);
    }

    /**
     * Sets the least probability of candidates.
     *
     * @param value a part of the best one's, from 0 to 1; 0 is off
     * @return new sampling
     */
    public Sampling minP(final double value) {
        return new Sampling(temperature, topK, topP, OptionalDouble.of(value), typicalP, penalties, logitBias,
                seed);
    }

    /**
     * Sets the mass of the typical candidates.
     *
     * @param value above 0, at most 1; 1 is off
     * @return new sampling
     */
    public Sampling typicalP(final double value) {
        return new Sampling(temperature, topK, topP, minP, OptionalDouble.of(value), penalties, logitBias,
                seed);
    }

    /**
     * Sets all penalties.
     *
     * @param value the penalties
     * @return new sampling
     */
    public Sampling penalties(final Penalties value) {
        return new Sampling(temperature, topK, topP, minP, typicalP, value, logitBias, seed);
    }

    /**
     * Sets the repetition penalty.
     *
     * @param value above 0; 1 is off
     * @return new sampling
     */
    public Sampling repetitionPenalty(final double value) {
        return penalties(new Penalties(OptionalDouble.of(value), penalties.frequency(), penalties.presence(),
                penalties.noRepeatNgram()));
    }

    /**
     * Sets the frequency penalty.
     *
     * @param value subtracted for each time that the answer holds a token; 0 is off
     * @return new sampling
     */
    public Sampling frequencyPenalty(final double value) {
        return penalties(new Penalties(penalties.repetition(), OptionalDouble.of(value), penalties.presence(),
                penalties.noRepeatNgram()));
    }

    /**
     * Sets the presence penalty.
     *
     * @param value subtracted from tokens that the answer holds; 0 is off
     * @return new sampling
     */
    public Sampling presencePenalty(final double value) {
        return penalties(
                new Penalties(penalties.repetition(), penalties.frequency(), OptionalDouble.of(value),
                        penalties.noRepeatNgram()));
    }

    /**
     * Sets the length of runs of tokens that must not come a second time.
     *
     * @param value tokens; 0 is off
     * @return new sampling
     */
    public Sampling noRepeatNgram(final int value) {
        return penalties(new Penalties(penalties.repetition(), penalties.frequency(), penalties.presence(),
                OptionalInt.of(value)));
    }

    /**
     * Adds to the logit of a token.
     *
     * @param id    of the token
     * @param value added; negative infinity forbids the token
     * @return new sampling
     */
    public Sampling logitBias(final int id, final double value) {
        final var all = new HashMap<>(logitBias);
        all.put(id, value);
        return logitBias(all);
    }

    /**
     * Sets what is added to logits.
     *
     * @param value by token id; negative infinity forbids a token
     * @return new sampling
     */
    public Sampling logitBias(final Map<Integer, Double> value) {
        return new Sampling(temperature, topK, topP, minP, typicalP, penalties, value, seed);
    }

    /**
     * Sets the seed of the draws.
     *
     * @param value any
     * @return new sampling
     */
    public Sampling seed(final long value) {
        return new Sampling(temperature, topK, topP, minP, typicalP, penalties, logitBias,
                OptionalLong.of(value));
    }
}
