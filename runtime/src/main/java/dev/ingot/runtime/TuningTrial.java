package dev.ingot.runtime;

/**
 * What settings gained beside the default ones, in rounds in which both took their turn.
 *
 * @param settings        what was tried
 * @param tokensPerSecond of prompt and answer together, the median of the rounds
 * @param ratio           speed as a multiple of the default's in the same round, the median of the rounds
 * @param lowest          the lowest of these multiples
 * @param highest         the highest of them
 */
public record TuningTrial(TunedSettings settings, double tokensPerSecond, double ratio, double lowest,
        double highest) {

    private static final double WORTH = 1.03;

    /**
     * Tells whether the settings are to be preferred: not one round fell behind the default, and the gain is worth it.
     *
     * @return true if so
     */
    public boolean better() {
        return lowest > 1 && ratio >= WORTH;
    }
}
