package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What makes tokens less probable that the text holds already. What is not said is left to the model.
 *
 * @param repetition    divides the positive logits of all tokens of prompt and answer and multiplies the others, each
 *                      once; above 0; 1 is off
 * @param frequency     subtracted from a logit for each time that the answer holds its token; 0 is off
 * @param presence      subtracted from the logits of the tokens that the answer holds; 0 is off
 * @param noRepeatNgram length of the runs of tokens that must not come a second time; 0 is off
 */
public record Penalties(OptionalDouble repetition, OptionalDouble frequency, OptionalDouble presence,
        OptionalInt noRepeatNgram) {

    /** Leaves everything to the model. */
    public static final Penalties MODEL_DEFAULTS = new Penalties(OptionalDouble.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty());

    /** Switches everything off. */
    public static final Penalties OFF = new Penalties(OptionalDouble.of(1), OptionalDouble.of(0),
            OptionalDouble.of(0), OptionalInt.of(0));

    /**
     * Checks the ranges.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public Penalties {
        final double factor = repetition.orElse(1);
        Ranges.check(factor > 0 && Double.isFinite(factor), "repetition penalty", "above 0", factor);
        finite("frequency penalty", frequency);
        finite("presence penalty", presence);
        Ranges.check(noRepeatNgram.orElse(0) >= 0, "no-repeat n-gram", "0 or more",
                noRepeatNgram.orElse(0));
    }

    private static void finite(final String option, final OptionalDouble value) {
        Ranges.check(Double.isFinite(value.orElse(0)), option, "a finite number", value.orElse(0));
    }
}
