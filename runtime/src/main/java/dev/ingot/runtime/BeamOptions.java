package dev.ingot.runtime;

/**
 * How wide a search is. Immutable; start from {@link #of}.
 *
 * @param beams         texts that are continued side by side, 1 to {@value #MOST_BEAMS}; each needs a key-value cache, so
 *                      {@link GeneratorOptions#sequences} must allow as many
 * @param lengthPenalty exponent of the length that the sum of log-probabilities is divided by: 0 favours short answers, 1
 *                      compares means, more favours long ones
 * @param earlyStopping whether the search ends with as many finished answers as there are beams; else it goes on while a
 *                      running one is better than the worst of them
 */
public record BeamOptions(int beams, double lengthPenalty, boolean earlyStopping) {

    /** Most beams, as in onnxruntime-genai. */
    public static final int MOST_BEAMS = 32;

    /**
     * Checks the ranges.
     *
     * @throws dev.ingot.error.InvalidOptionException if a value is out of its range
     */
    public BeamOptions {
        Ranges.check(beams >= 1 && beams <= MOST_BEAMS, "beams", "1 to " + MOST_BEAMS, beams);
        Ranges.check(Double.isFinite(lengthPenalty), "length penalty", "a finite number", lengthPenalty);
    }

    /**
     * Compares the means of log-probabilities, and stops early.
     *
     * @param beams texts that are continued side by side, 1 to {@value #MOST_BEAMS}
     * @return the options
     */
    public static BeamOptions of(final int beams) {
        return new BeamOptions(beams, 1, true);
    }

    /**
     * Sets the exponent of the length.
     *
     * @param value 0 favours short answers, more than 1 long ones
     * @return new options
     */
    public BeamOptions lengthPenalty(final double value) {
        return new BeamOptions(beams, value, earlyStopping);
    }

    /**
     * Sets when the search ends.
     *
     * @param value false to go on while a running answer is better than a finished one
     * @return new options
     */
    public BeamOptions earlyStopping(final boolean value) {
        return new BeamOptions(beams, lengthPenalty, value);
    }
}
