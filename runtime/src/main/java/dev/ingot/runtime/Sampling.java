package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the next token is chosen. What is not said is left to the model: the ModelConfig of its inference_model.json, then
 * the {@code search} object of its genai_config.json.
 *
 * <p>Saying a temperature, top-k or top-p means sampling, unless the temperature is 0 or top-k is 1. The order of work
 * is: repetition penalty over every token of prompt and answer so far, each once (a positive logit is divided, another
 * multiplied); the k best; soft-max at the temperature; the shortest prefix of the ranking whose mass reaches top-p, the
 * crossing token included; a draw. The same logits and seed give the same tokens on every platform.
 *
 * @param temperature       0 or more; 0 takes the most probable token
 * @param topK              number of candidates; 0 is off
 * @param topP              mass of candidates, above 0 and at most 1; 1 is off
 * @param repetitionPenalty above 0; 1 is off
 * @param seed              of the draws; without one each generation takes its own
 */
public record Sampling(OptionalDouble temperature, OptionalInt topK, OptionalDouble topP,
        OptionalDouble repetitionPenalty, OptionalLong seed) {

    private static final Sampling DEFAULTS = new Sampling(OptionalDouble.empty(), OptionalInt.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty());

    /**
     * Checks the ranges.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public Sampling {
        final double heat = temperature.orElse(0);
        check(heat >= 0 && Double.isFinite(heat), "temperature", "0 or more", heat);
        check(topK.orElse(0) >= 0, "top-k", "0 or more", topK.orElse(0));
        final double mass = topP.orElse(1);
        check(mass > 0 && mass <= 1, "top-p", "above 0 and at most 1", mass);
        final double penalty = repetitionPenalty.orElse(1);
        check(penalty > 0 && Double.isFinite(penalty), "repetition penalty", "above 0", penalty);
    }

    private static void check(final boolean right, final String option, final String range,
            final Number found) {
        if (!right) {
            throw new InvalidOptionException(option + ": expected " + range + ", found " + found);
        }
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
        return DEFAULTS.temperature(0).repetitionPenalty(1);
    }

    /**
     * Sets the temperature.
     *
     * @param value 0 or more
     * @return new sampling
     */
    public Sampling temperature(final double value) {
        return new Sampling(OptionalDouble.of(value), topK, topP, repetitionPenalty, seed);
    }

    /**
     * Sets the number of candidates.
     *
     * @param value 0 or more; 0 is off
     * @return new sampling
     */
    public Sampling topK(final int value) {
        return new Sampling(temperature, OptionalInt.of(value), topP, repetitionPenalty, seed);
    }

    /**
     * Sets the mass of candidates.
     *
     * @param value above 0, at most 1
     * @return new sampling
     */
    public Sampling topP(final double value) {
        return new Sampling(temperature, topK, OptionalDouble.of(value), repetitionPenalty, seed);
    }

    /**
     * Sets the repetition penalty.
     *
     * @param value above 0; 1 is off
     * @return new sampling
     */
    public Sampling repetitionPenalty(final double value) {
        return new Sampling(temperature, topK, topP, OptionalDouble.of(value), seed);
    }

    /**
     * Sets the seed of the draws.
     *
     * @param value any
     * @return new sampling
     */
    public Sampling seed(final long value) {
        return new Sampling(temperature, topK, topP, repetitionPenalty, OptionalLong.of(value));
    }
}
