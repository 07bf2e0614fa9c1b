package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rotary settings of layers that differ from the model's own. */
public final class LayerRotary {

    private static final String UNROTATED = "no_rope_layers";
    private static final int DEFAULT_INTERVAL = 4;
    private static final int MAX_INTERVAL = Integer.MAX_VALUE;

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

    /**
     * Returns the layers that do not rotate at all, as in SmolLM 3: those whose entry in {@code no_rope_layers} is 0,
     * else every {@code no_rope_layer_interval}-th.
     *
     * @param config of the model
     * @return their numbers
     * @throws dev.ingot.error.ModelFormatException if the list has not one 0 or 1 per layer
     */
    public static Set<Integer> unrotatedLayers(final ModelConfig config) {
        final JsonObject json = config.json();
        final int interval = new ConfigValues(json).optionalSize("no_rope_layer_interval", MAX_INTERVAL)
                .orElse(DEFAULT_INTERVAL);
        final IntPredicate unrotated;
        if (json.has(UNROTATED)) {
            final List<Integer> rotated = json.integers(UNROTATED);
            if (rotated.size() != config.layers() || rotated.stream().anyMatch(flag -> flag >> 1 != 0)) {
                throw json.wrong(UNROTATED, "a list of " + config.layers() + ", 0 or 1 per layer", rotated);
            }
            unrotated = layer -> rotated.get(layer) == 0;
        } else {
            unrotated = layer -> (layer + 1) % interval == 0;
        }
        return IntStream.range(0, config.layers()).filter(unrotated).boxed()
                .collect(Collectors.toUnmodifiableSet());
    }
}
