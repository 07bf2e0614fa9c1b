package dev.ingot.hf;

import java.util.List;

/** How rotary frequencies are stretched for contexts longer than the model was first trained on. */
public sealed interface RotaryScaling {

    /** Frequencies as they are. */
    record None() implements RotaryScaling {}

    /**
     * All frequencies divided.
     *
     * @param factor the divisor
     */
    record Linear(double factor) implements RotaryScaling {}

    /**
     * Llama 3.1's blend between long and short wavelengths.
     *
     * @param factor          divisor of the low frequencies
     * @param lowFreqFactor   where the blend begins, in periods per original context
     * @param highFreqFactor  where it ends
     * @param originalContext context of the first training, in tokens
     */
    record Llama3(double factor, double lowFreqFactor, double highFreqFactor, int originalContext)
            implements
                RotaryScaling {}

    /**
     * YaRN (Peng et al. 2023, arXiv 2309.00071).
     *
     * @param factor          divisor of the low frequencies
     * @param betaFast        rotations above which a frequency is kept
     * @param betaSlow        rotations below which it is divided
     * @param truncate        whether the borders are rounded to whole dimensions
     * @param attentionFactor multiplier of cosine and sine
     * @param originalContext context of the first training, in tokens
     */
    record Yarn(double factor, double betaFast, double betaSlow, boolean truncate, double attentionFactor,
            int originalContext) implements RotaryScaling {}

    /**
     * One factor per frequency, in two sets (LongRoPE, arXiv 2402.13753).
     *
     * @param shortFactors    up to the original context
     * @param longFactors     beyond it
     * @param originalContext in tokens
     * @param attentionFactor multiplier of cosine and sine
     */
    record LongRope(List<Double> shortFactors, List<Double> longFactors, int originalContext,
            double attentionFactor) implements RotaryScaling {

        /** Copies the lists. */
        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
        }
    }

    /**
     * NTK-aware scaling that depends on the current length; equal to none up to the model's context.
     *
     * @param factor the factor
     */
    record Dynamic(double factor) implements RotaryScaling {}
}
