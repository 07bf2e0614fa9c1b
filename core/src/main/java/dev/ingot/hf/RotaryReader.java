package dev.ingot.hf;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the rotary settings of a configuration: {@code rope_theta} and {@code rope_scaling} of published files, or
 * {@code rope_parameters} of today's, which for models with two kinds of layers holds one object per kind.
 */
final class RotaryReader {

    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";
    private static final String SCALING = "rope_scaling";
    private static final String PARAMETERS = "rope_parameters";
    private static final String PARTIAL = "partial_rotary_factor";
    private static final double GEMMA3_LOCAL_THETA = 10_000;

    private final JsonObject json;
    private final int headSize;
    private final int maxPositions;
    private final FamilyDefaults family;

    RotaryReader(final JsonObject json, final int headSize, final int maxPositions,
            final FamilyDefaults family) {
        this.json = json;
        this.headSize = headSize;
        this.maxPositions = maxPositions;
        this.family = family;
    }

    /** The settings of the model, or of its layers with full attention. */
    RotaryConfig read() {
        final Optional<JsonObject> settings = settings();
        if (settings.isPresent() && isNested(settings.get())) {
            return rotary(Optional.of(kind(settings.get(), FULL)), theta(json));
        }
        return rotary(settings, theta(json));
    }

    /** The settings of layers with a window where they have their own, as in Gemma 3. */
    Optional<RotaryConfig> readSliding() {
        final boolean gemma3 = "gemma3_text".equals(family.modelType());
        final Optional<Double> theta = gemma3 ? Optional.of(localTheta()) : theta(json);
        final Optional<JsonObject> settings = settings();
        if (settings.isPresent() && isNested(settings.get())) {
            return Optional.of(rotary(Optional.of(kind(settings.get(), SLIDING)), theta));
        }
        return gemma3 ? Optional.of(rotary(Optional.empty(), theta)) : Optional.empty();
    }

    /** Nested settings that leave their base out get the older key's as well, or the class's. */
    private double localTheta() {
        return new ConfigValues(json).positive("rope_local_base_freq").orElse(GEMMA3_LOCAL_THETA);
    }

    private Optional<JsonObject> settings() {
        final Optional<JsonObject> scaling = json.object(SCALING);
        final Optional<JsonObject> parameters = json.object(PARAMETERS);
        if (scaling.isPresent() && parameters.isPresent()
                && !scaling.get().asMap().equals(parameters.get().asMap())) {
            throw json.wrong(SCALING, "the same as " + PARAMETERS + " or nothing", scaling.get().asMap());
        }
        return parameters.or(() -> scaling);
    }

    private static boolean isNested(final JsonObject settings) {
        return settings.asMap().values().stream().anyMatch(Map.class::isInstance);
    }

    private static JsonObject kind(final JsonObject settings, final String kind) {
        for (final String key : settings.keys()) {
            if (!FULL.equals(key) && !SLIDING.equals(key)) {
                throw new UnsupportedModelException(settings.file() + ": " + settings.pathOf(key)
                        + ": expected one of " + FULL + ", " + SLIDING + ", found \"" + key + "\"");
            }
        }
        return settings.object(kind).orElseThrow(() -> settings.missing(kind, "an object"));
    }

    private static Optional<Double> theta(final JsonObject json) {
        final var values = new ConfigValues(json);
        final var theta = values.positive("rope_theta");
        final var value = theta.isPresent() ? theta : values.positive("rope_embedding_base");
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private RotaryConfig rotary(final Optional<JsonObject> settings, final Optional<Double> topTheta) {
        final double theta = settings.flatMap(RotaryReader::theta).or(() -> topTheta).orElse(family.theta());
        final double partial = partial(settings);
        final RotaryScaling scaling = settings
                .map(object -> new RotaryScalingReader(json, object, rotated(partial), maxPositions, family)
                        .read())
                .orElseGet(family::scaling);
        return new RotaryConfig(theta, partial, scaling);
    }

    private double partial(final Optional<JsonObject> settings) {
        final JsonObject owner = settings.filter(object -> object.has(PARTIAL)).orElse(json);
        final double partial = new ConfigValues(owner).positive(PARTIAL).orElse(family.partial());
        if (partial > 1 || rotated(partial) < 2 || rotated(partial) % 2 != 0) {
            throw owner.wrong(PARTIAL, "a share of the head size " + headSize + " that gives an even number",
                    partial);
        }
        if (partial != 1 && !family.rotatesParts()) {
            throw new UnsupportedModelException(owner.file() + ": " + owner.pathOf(PARTIAL)
                    + ": expected 1, since " + family.modelType() + " rotates whole heads, found " + partial);
        }
        return partial;
    }

    private int rotated(final double partial) {
        return (int) (headSize * partial);
    }
}
