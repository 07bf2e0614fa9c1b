package dev.ingot.decoder;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;

/** The tables of cosines and sines that grouped-query attention rotates with: {@code [positions, rotated / 2]}. */
final class RotaryCache {

    /** The CPU kernel rotates in groups of 16 dimensions. */
    private static final int GRANULARITY = 16;

    static final String COSINES = "cos_cache";
    static final String SINES = "sin_cache";

    private RotaryCache() {}

    static void plan(final WeightPlan plan, final ModelConfig config) {
        final int rotated = (int) (config.headSize() * config.rotary().partialFactor());
        if (rotated <= 0 || rotated % GRANULARITY != 0) {
            throw new UnsupportedModelException(config.json().file() + ": " + rotated + " of "
                    + config.headSize()
                    + " dimensions of a head are rotated; the CPU kernel needs a multiple of " + GRANULARITY);
        }
        final var frequencies = RotaryFrequencies.of(config.rotary(), rotated);
        final int rows = RotaryFrequencies.positions(config.maxPositions(), config.rotary().scaling());
        plan.table(COSINES, rows, rotated / 2, frequencies::cosines);
        plan.table(SINES, rows, rotated / 2, frequencies::sines);
    }
}
