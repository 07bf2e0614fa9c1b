package dev.ingot.decoder;

import dev.ingot.hf.RotaryConfig;
import dev.ingot.hf.RotaryScaling;
import dev.ingot.hf.RotaryScaling.Dynamic;
import dev.ingot.hf.RotaryScaling.Linear;
import dev.ingot.hf.RotaryScaling.Llama3;
import dev.ingot.hf.RotaryScaling.LongRope;
import dev.ingot.hf.RotaryScaling.None;
import dev.ingot.hf.RotaryScaling.Yarn;
import java.util.List;

/**
 * Angular frequencies of the rotary position embedding (Su et al. 2021, arXiv 2104.09864), stretched as the model
 * says. Computed in double precision. Immutable.
 */
final class RotaryFrequencies {

    private final double[] radians; // per position, one per rotated pair
    private final double magnitude; // of cosine and sine

    private RotaryFrequencies(final double[] radians, final double magnitude) {
        this.radians = radians;
        this.magnitude = magnitude;
    }

    /** Computes the tables of the positions from 0 on. */
    RotaryRows rows(final int positions) {
        return new RotaryRows(radians, magnitude, positions);
    }

    /**
     * Computes the frequencies.
     *
     * @param config   base and scaling
     * @param rotated  rotated dimensions of a head, twice the number of frequencies
     */
    static RotaryFrequencies of(final RotaryConfig config, final int rotated) {
        final double[] base = base(config, rotated);
        return switch (config.scaling()) {
            // Dynamic scaling begins beyond the trained context, which the exported model does not exceed.
            case None(),Dynamic(var _) -> new RotaryFrequencies(base, 1);
            case Linear(double factor) -> new RotaryFrequencies(divided(base, factor), 1);
            case Llama3 llama3 -> new RotaryFrequencies(blended(base, llama3), 1);
            case Yarn yarn ->
                new RotaryFrequencies(ramped(base, yarn, config.theta(), rotated), yarn.attentionFactor());
            case LongRope scaling -> longRope(base, scaling.shortFactors(), scaling);
        };
    }

    /** Computes the frequencies of sequences longer than LongRoPE's original context, for all their positions. */
    static RotaryFrequencies beyond(final RotaryConfig config, final LongRope scaling, final int rotated) {
        return longRope(base(config, rotated), scaling.longFactors(), scaling);
    }

    private static RotaryFrequencies longRope(final double[] base, final List<Double> factors,
            final LongRope scaling) {
        final double[] result = base.clone();
        for (int j = 0; j < result.length; j++) {
            result[j] /= factors.get(j);
        }
        return new RotaryFrequencies(result, scaling.attentionFactor());
    }

    private static double[] base(final RotaryConfig config, final int rotated) {
        final double[] base = new double[rotated / 2];
        for (int j = 0; j < base.length; j++) {
            base[j] = Math.pow(config.theta(), -2.0 * j / rotated);
        }
        return base;
    }

    private static double[] divided(final double[] base, final double factor) {
        final double[] result = base.clone();
        for (int j = 0; j < result.length; j++) {
            result[j] /= factor;
        }
        return result;
    }

    /** Llama 3.1: long wavelengths are divided, short ones kept, those between are blended. */
    private static double[] blended(final double[] base, final Llama3 scaling) {
        final double[] result = base.clone();
        for (int j = 0; j < result.length; j++) {
            final double periods = scaling.originalContext() * base[j] / (2 * Math.PI);
            final double kept = Math.clamp((periods - scaling.lowFreqFactor())
                    / (scaling.highFreqFactor() - scaling.lowFreqFactor()), 0, 1);
            result[j] = (1 - kept) * base[j] / scaling.factor() + kept * base[j];
        }
        return result;
    }

    /** YaRN, equation 23 of arXiv 2309.00071: a ramp over the dimensions between the two rotation counts. */
    private static double[] ramped(final double[] base, final Yarn scaling, final double theta,
            final int rotated) {
        double low = dimension(scaling.betaFast(), scaling, theta, rotated);
        double high = dimension(scaling.betaSlow(), scaling, theta, rotated);
        if (scaling.truncate()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.clamp(low, 0, rotated - 1);
        high = Math.clamp(high, 0, rotated - 1);
        if (low == high) {
            high += 0.001;
        }
        final double[] result = base.clone();
        for (int j = 0; j < result.length; j++) {
            final double divided = Math.clamp((j - low) / (high - low), 0, 1);
            result[j] = base[j] / scaling.factor() * divided + base[j] * (1 - divided);
        }
        return result;
    }

    /** Dimension whose frequency turns so many times over the original context. */
    private static double dimension(final double rotations, final Yarn scaling, final double theta,
            final int rotated) {
        return rotated * Math.log(scaling.originalContext() / (rotations * 2 * Math.PI))
                / (2 * Math.log(theta));
    }

    /** Rows that the cache needs: YaRN's context may be longer than config.json's. */
    static int positions(final int maxPositions, final RotaryScaling scaling) {
        return scaling instanceof Yarn yarn
                ? Math.max(maxPositions, (int) Math.round(yarn.factor() * yarn.originalContext()))
                : maxPositions;
    }
}
