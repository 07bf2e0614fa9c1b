package dev.ingot.gguf;

import dev.ingot.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rotary settings of config.json, from metadata and the tensors with factors of frequencies. */
final class GgufRotary {

    private static final double THETA = 10_000;
    private static final double LOCAL_THETA = 10_000;
    private static final double TOLERANCE = 1e-5;
    private static final Set<String> SCALING = Set.of("type", "factor", "original_context_length",
            "finetuned");
    private static final String ATTENTION = "attn_factor";
    private static final String LONG = "rope_factors_long.weight";
    private static final String SHORT = "rope_factors_short.weight";
    private static final String DIVISORS = "rope_freqs.weight";

    private final GgufFile file;
    private final GgufKeys keys;
    private final GgufArchitecture architecture;
    private final int headSize;

    GgufRotary(final GgufFile file, final GgufKeys keys, final GgufArchitecture architecture,
            final int headSize) {
        this.file = file;
        this.keys = keys;
        this.architecture = architecture;
        this.headSize = headSize;
    }

    void addTo(final Map<String, Object> config) {
        final int rotated = keys.integer("rope.dimension_count").orElse(headSize);
        if (rotated != headSize && architecture == GgufArchitecture.PHI3 && rotated > 0
                && rotated < headSize) {
            config.put("partial_rotary_factor", (double) rotated / headSize);
        } else if (rotated != headSize) {
            throw keys.asksForConfig("rope.dimension_count", "whole heads of " + headSize, rotated);
        }
        final double theta = keys.number("rope.freq_base").orElse(THETA);
        config.put("rope_theta", theta);
        if (architecture == GgufArchitecture.GEMMA3) {
            config.put("rope_local_base_freq", keys.number("rope.freq_base_swa").orElse(LOCAL_THETA));
        }
        final boolean twoFactors = file.tensors().containsKey(LONG);
        refuseOtherScaling(twoFactors);
        if (twoFactors) {
            addLongRope(config, rotated);
        } else if (file.tensors().containsKey(DIVISORS)) {
            config.put("rope_scaling", new RotaryFactors(file,
                    new GgufTensors(file).vector(DIVISORS, rotated / 2), theta).scaling());
        } else {
            addScaling(config);
        }
    }

    private void addScaling(final Map<String, Object> config) {
        final String type = keys.string("rope.scaling.type")
                .orElse(keys.has("rope.scaling.factor") ? "linear" : "none"); // as llama.cpp does
        if (type.equals("linear") || type.equals("yarn")) {
            final var scaling = new LinkedHashMap<String, Object>();
            scaling.put("rope_type", type);
            scaling.put("factor", keys.requiredNumber("rope.scaling.factor"));
            keys.integer("rope.scaling.original_context_length")
                    .ifPresent(length -> scaling.put("original_max_position_embeddings", length));
            config.put("rope_scaling", scaling);
        } else if (!type.equals("none")) {
            throw keys.asksForConfig("rope.scaling.type", "none, linear or yarn", type);
        }
    }

    /** Factors of attention and the ends of YaRN's ramp change the angles too; an old key stretches them. */
    private void refuseOtherScaling(final boolean twoFactors) {
        keys.refuseOthers("rope.scaling.", key -> SCALING.contains(key)
                || (twoFactors && key.equals(ATTENTION)));
        keys.refuseOthers("rope.", key -> key.startsWith("scaling.") || key.equals("dimension_count")
                || key.equals("freq_base")
                || (key.equals("freq_base_swa") && architecture == GgufArchitecture.GEMMA3));
    }

    /** Phi's two lists of factors; the factor of the scores is left out when it is the usual one. */
    private void addLongRope(final Map<String, Object> config, final int rotated) {
        if (architecture != GgufArchitecture.PHI3) {
            throw new UnsupportedModelException(file.path() + ": " + LONG + ": expected none for "
                    + architecture.label() + ", found it; put the model's config.json beside the file");
        }
        final int original = keys.requiredInteger("rope.scaling.original_context_length");
        final var scaling = new LinkedHashMap<String, Object>();
        scaling.put("type", "longrope");
        scaling.put("long_factor", factors(LONG, rotated));
        scaling.put("short_factor", factors(SHORT, rotated));
        final double stretch = (double) keys.requiredInteger("context_length") / original;
        final double usual = stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(original));
        final double attention = keys.number("rope.scaling." + ATTENTION).orElse(1);
        if (Math.abs(attention / usual - 1) > TOLERANCE) {
            scaling.put("attention_factor", attention);
        }
        config.put("original_max_position_embeddings", original);
        config.put("rope_scaling", scaling);
    }

    private List<Double> factors(final String name, final int rotated) {
        final var factors = new ArrayList<Double>();
        for (final float factor : new GgufTensors(file).vector(name, rotated / 2)) {
            factors.add(Double.parseDouble(Float.toString(factor)));
        }
        return factors;
    }
}
