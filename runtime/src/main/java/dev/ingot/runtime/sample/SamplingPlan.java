package dev.ingot.runtime.sample;

/**
 * What one generation does with its logits, every choice made.
 *
 * @param changes     made before anything else
 * @param temperature 0 or more; 0 takes the largest logit
 * @param topK        number of candidates; 0 is off
 * @param topP        mass of candidates; 1 is off
 * @param minP        least probability of candidates as a part of the best one's; 0 is off
 * @param typicalP    mass of the candidates that surprise as much as is to be expected; 1 is off
 * @param seed        of the draws
 */
public record SamplingPlan(LogitPlan changes, double temperature, int topK, double topP, double minP,
        double typicalP, long seed) {

    /** Below this every other token has lost all its mass anyway. */
    private static final double COLDEST = 1e-9;

    /** Tells whether the largest logit is taken and nothing drawn. */
    boolean greedy() {
        return temperature < COLDEST || topK == 1;
    }

    /** Tells whether a draw among so many depends on what all of them weigh together. */
    boolean weighsAll(final int count) {
        return !greedy() && (topK <= 0 || topK >= count) && (topP < 1 || minP <= 0);
    }

    /** Tells whether nothing but top-p limits the candidates. */
    boolean cutsByMassAlone(final int count) {
        return weighsAll(count) && topP < 1 && minP <= 0 && typicalP >= 1;
    }

    /**
     * Replaces the changes.
     *
     * @param value made before anything else
     * @return new plan
     */
    public SamplingPlan changes(final LogitPlan value) {
        return new SamplingPlan(value, temperature, topK, topP, minP, typicalP, seed);
    }
}
