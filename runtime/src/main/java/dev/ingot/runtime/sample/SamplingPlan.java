package dev.ingot.runtime.sample;

/**
 * What one generation does with its logits, every choice made.
 *
 * @param temperature       0 or more; 0 takes the largest logit
 * @param topK              number of candidates; 0 is off
 * @param topP              mass of candidates; 1 is off
 * @param repetitionPenalty 1 is off
 * @param seed              of the draws
 */
public record SamplingPlan(double temperature, int topK, double topP, double repetitionPenalty, long seed) {

    /** Below this every other token has lost all its mass anyway. */
    private static final double COLDEST = 1e-9;

    boolean greedy() {
        return temperature < COLDEST || topK == 1;
    }

    /**
     * Tells whether tokens seen before count.
     *
     * @return true if a repetition penalty changes logits
     */
    public boolean penalizes() {
        return repetitionPenalty != 1;
    }
}
