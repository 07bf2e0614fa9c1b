package dev.ingot.hf;

import java.util.Optional;

/** Rotary settings of layers that differ from the model's own. */
public final class LayerRotary {

    private LayerRotary() {}

    /**
     * Returns the rotary settings of layers with a sliding window where they have their own, as in Gemma 3.
     *
     * @param config of the model
     * @return the settings, or empty when all layers share {@link ModelConfig#rotary}
     */
    public static Optional<RotaryConfig> ofSlidingLayers(final ModelConfig config) {
        return new RotaryReader(config.json(), config.headSize(), config.maxPositions(),
                FamilyDefaults.of(config.json())).readSliding();
    }
}
