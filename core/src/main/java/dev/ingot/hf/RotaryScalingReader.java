package dev.ingot.hf;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads one object of rotary settings; every kind has its own keys, any other key is an error. */
final class RotaryScalingReader {

    private static final String TYPE = "type";
    private static final String ROPE_TYPE = "rope_type";
    private static final String FACTOR = "factor";
    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final String ATTENTION_FACTOR = "attention_factor";
    private static final Set<String> COMMON = Set.of(TYPE, ROPE_TYPE, "rope_theta", "partial_rotary_factor");
    private static final String KINDS = "default, linear, dynamic, llama3, yarn, longrope, su";
    private static final int MAX_POSITIONS = 1 << 30;

    private final JsonObject config;
    private final JsonObject settings;
    private final ConfigValues values;
    private final int rotated;
    private final int maxPositions;
    private final FamilyDefaults family;

    RotaryScalingReader(final JsonObject config, final JsonObject settings, final int rotated,
            final int maxPositions, final FamilyDefaults family) {
        this.config = config;
        this.settings = settings;
        this.values = new ConfigValues(settings);
        this.rotated = rotated;
        this.maxPositions = maxPositions;
        this.family = family;
    }

    RotaryScaling read() {
        return switch (kind()) {
            case "default" -> {
                allow();
                yield new RotaryScaling.None();
            }
            case "linear" -> {
                allow(FACTOR);
                yield new RotaryScaling.Linear(factor());
            }
            case "dynamic" -> {
                allow(FACTOR, ORIGINAL);
                yield new RotaryScaling.Dynamic(factor());
            }
            case "llama3" -> llama3();
            case "yarn" -> yarn();
            case "longrope", "su" -> longRope();
            case String other -> throw new UnsupportedModelException(settings.file() + ": "
                    + settings.pathOf(settings.has(ROPE_TYPE) ? ROPE_TYPE : TYPE) + ": expected one of "
                    + KINDS
                    + ", found \"" + other + "\"");
        };
    }

    private String kind() {
        final Optional<String> old = settings.string(TYPE);
        final Optional<String> kind = settings.string(ROPE_TYPE);
        if (old.isPresent() && kind.isPresent() && !modern(old.get()).equals(modern(kind.get()))) {
            throw settings.wrong(TYPE, "the same as " + ROPE_TYPE + " (\"" + kind.get() + "\")", old.get());
        }
        return kind.or(() -> old).orElseGet(() -> {
            if (settings.has(FACTOR) || settings.has("long_factor")) {
                throw settings.missing(ROPE_TYPE, "one of " + KINDS);
            }
            return "default";
        });
    }

    private static String modern(final String kind) {
        return "su".equals(kind) ? "longrope" : kind;
    }

    private void allow(final String... keys) {
        final var allowed = new HashSet<>(COMMON);
        allowed.addAll(List.of(keys));
        for (final String key : settings.keys()) {
            if (settings.has(key) && !allowed.contains(key)) {
                throw new UnsupportedModelException(settings.file() + ": " + settings.pathOf(key)
                        + ": expected only the keys " + String.join(", ", new TreeSet<>(allowed))
                        + " in rotary settings of this type, found " + key);
            }
        }
    }

    private double factor() {
        return atLeastOne(FACTOR, values.requiredPositive(FACTOR));
    }

    private double atLeastOne(final String key, final double value) {
        if (value < 1) {
            throw settings.wrong(key, "a number >= 1", value);
        }
        return value;
    }

    /** The first training's context: the model's own key, else that of the settings, else that of the class. */
    private OptionalInt original() {
        final OptionalInt outer = new ConfigValues(config).optionalSize(ORIGINAL, MAX_POSITIONS);
        final OptionalInt inner = values.optionalSize(ORIGINAL, MAX_POSITIONS);
        return outer.isPresent() ? outer : inner.isPresent() ? inner : family.size(ORIGINAL);
    }

    private RotaryScaling llama3() {
        allow(FACTOR, "low_freq_factor", "high_freq_factor", ORIGINAL);
        final double low = values.requiredPositive("low_freq_factor");
        final double high = values.requiredPositive("high_freq_factor");
        if (high <= low) {
            throw settings.wrong("high_freq_factor", "a number above low_freq_factor (" + low + ")", high);
        }
        return new RotaryScaling.Llama3(factor(), low, high,
                original()
                        .orElseThrow(() -> settings.missing(ORIGINAL, "the context of the first training")));
    }

    private RotaryScaling yarn() {
        allow(FACTOR, ORIGINAL, ATTENTION_FACTOR, "beta_fast", "beta_slow", "truncate", "mscale",
                "mscale_all_dim");
        final double factor = factor();
        final double fast = values.positive("beta_fast").orElse(32);
        final double slow = values.positive("beta_slow").orElse(1);
        if (fast < slow) {
            throw settings.wrong("beta_fast", "a number >= beta_slow (" + slow + ")", fast);
        }
        return new RotaryScaling.Yarn(factor, fast, slow, settings.bool("truncate").orElse(true),
                yarnAttention(factor), original().orElse(maxPositions));
    }

    private double yarnAttention(final double factor) {
        final OptionalDouble explicit = values.positive(ATTENTION_FACTOR);
        final double mscale = settings.number("mscale").orElse(0);
        final double allDimensions = settings.number("mscale_all_dim").orElse(0);
        if (explicit.isPresent()) {
            return explicit.getAsDouble();
        }
        if (mscale != 0 && allDimensions != 0) {
            return mscale(factor, mscale) / mscale(factor, allDimensions);
        }
        return mscale(factor, 1);
    }

    /** The multiplier of cosine and sine that the paper recommends, weighted. */
    static double mscale(final double factor, final double weight) {
        return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
    }

    private RotaryScaling longRope() {
        allow("short_factor", "long_factor", FACTOR, ORIGINAL, ATTENTION_FACTOR);
        final int original = original()
                .orElseThrow(() -> config.missing(ORIGINAL, "the context of the first training"));
        if (original > maxPositions) {
            throw config.wrong(ORIGINAL, "at most max_position_embeddings (" + maxPositions + ")", original);
        }
        return new RotaryScaling.LongRope(factors("short_factor"), factors("long_factor"), original,
                longRopeAttention(original));
    }

    private double longRopeAttention(final int original) {
        final OptionalDouble explicit = values.positive(ATTENTION_FACTOR);
        final double stretch = values.positive(FACTOR).orElse((double) maxPositions / original);
        return explicit.orElse(stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(original)));
    }

    private List<Double> factors(final String key) {
        final String expected = "a list of " + rotated / 2 + " finite numbers above 0";
        final List<Double> factors = settings.numbers(key).orElseThrow(() -> settings.missing(key, expected));
        if (factors.size() != rotated / 2) {
            throw settings.wrong(key, expected, factors);
        }
        for (final double factor : factors) {
            if (!(factor > 0) || Double.isInfinite(factor)) {
                throw settings.wrong(key, expected, factor);
            }
        }
        return factors;
    }
}
