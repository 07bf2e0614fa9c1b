package dev.ingot;

import dev.ingot.error.InvalidOptionException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a registered model asks for when a request says nothing: ModelConfig of inference_model.json.
 *
 * @param maxLength         most tokens of prompt and answer together, at least 1
 * @param temperature       0 or more; 0 is greedy
 * @param topP              above 0, at most 1
 * @param repetitionPenalty above 0; 1 is off
 */
public record RequestDefaults(OptionalInt maxLength, OptionalDouble temperature, OptionalDouble topP,
        OptionalDouble repetitionPenalty) {

    /** Nothing said. */
    public static final RequestDefaults NONE = new RequestDefaults(OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(), OptionalDouble.empty());

    /** Checks the ranges. */
    public RequestDefaults {
        check(maxLength.orElse(1) >= 1, "max_length: expected at least 1", maxLength.orElse(0));
        check(temperature.orElse(0) >= 0 && Double.isFinite(temperature.orElse(0)),
                "temperature: expected 0 or more", temperature.orElse(0));
        check(topP.orElse(1) > 0 && topP.orElse(1) <= 1, "top_p: expected above 0 and at most 1",
                topP.orElse(0));
        check(repetitionPenalty.orElse(1) > 0 && Double.isFinite(repetitionPenalty.orElse(1)),
                "repetition_penalty: expected above 0", repetitionPenalty.orElse(0));
    }

    private static void check(final boolean right, final String rule, final Number found) {
        if (!right) {
            throw new InvalidOptionException(rule + ", found " + found);
        }
    }

    /**
     * Tells whether nothing is said.
     *
     * @return true if all are empty
     */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * Sets the limit of tokens.
     *
     * @param value most tokens of prompt and answer together
     * @return new defaults
     */
    public RequestDefaults maxLength(final int value) {
        return new RequestDefaults(OptionalInt.of(value), temperature, topP, repetitionPenalty);
    }

    /**
     * Sets the temperature.
     *
     * @param value 0 or more
     * @return new defaults
     */
    public RequestDefaults temperature(final double value) {
        return new RequestDefaults(maxLength, OptionalDouble.of(value), topP, repetitionPenalty);
    }

    /**
     * Sets the mass of candidates.
     *
     * @param value above 0, at most 1
     * @return new defaults
     */
    public RequestDefaults topP(final double value) {
        return new RequestDefaults(maxLength, temperature, OptionalDouble.of(value), repetitionPenalty);
    }

    /**
     * Sets the repetition penalty.
     *
     * @param value above 0
     * @return new defaults
     */
    public RequestDefaults repetitionPenalty(final double value) {
        return new RequestDefaults(maxLength, temperature, topP, OptionalDouble.of(value));
    }
}
