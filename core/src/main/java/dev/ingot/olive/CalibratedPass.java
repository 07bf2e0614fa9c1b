package dev.ingot.olive;

import dev.ingot.Awq;
import dev.ingot.Blockwise;
import dev.ingot.Calibrated;
import dev.ingot.Calibration;
import dev.ingot.Gptq;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of a pass that runs the model on text before it rounds its layers; the defaults are those of Olive. Head and
 * embedding are left to the ModelBuilder pass behind it.
 */
final class CalibratedPass {

    private static final int BITS = 4;
    private static final int GROUP = 128;
    private static final double DAMPING = 0.01;
    private static final String BITS_KEY = "bits";

    /** They say how the Python tools run and store; what they round is the same. */
    private static final Set<String> IGNORED = Set.of("static_groups", "version", "input_model_dtype",
            "layers_block_name", "inside_layer_modules", "outside_layer_modules");

    private final JsonObject config;
    private final Notes notes;
    private final List<String> read = new ArrayList<>(List.of(BITS_KEY, CalibrationRequest.DATA));

    CalibratedPass(final JsonObject config, final Notes notes) {
        this.config = config;
        this.notes = notes;
    }

    /** Olive orders columns only where the runtime need not know; here it never has to. */
    Recipe gptq(final Recipe before) {
        mustBeFalse("lm_head", "false, since the head is rounded to nearest");
        mustBeFalse("true_sequential", "false: the matrices of a layer are rounded on the same inputs");
        mustBeFalse("quantize_vision", "false, since only the text part of a model is converted");
        read.addAll(List.of("group_size", "sym", "damp_percent", "desc_act", "moe"));
        final double damping = config.number("damp_percent").orElse(DAMPING);
        final boolean actOrder = config.bool("desc_act").orElse(true);
        return request(before, "group_size", config.bool("sym").orElse(false), calibration -> {
            try {
                return new Gptq(calibration, damping, actOrder);
            } catch (InvalidOptionException e) {
                throw wrong("damp_percent", "above 0 and at most 1", e);
            }
        });
    }

    Recipe awq(final Recipe before) {
        mustBeFalse("export_compatible", "false, since weights are rounded for good");
        read.addAll(List.of("q_group_size", "zero_point", "duo_scaling"));
        if (config.bool("duo_scaling").orElse(true)) {
            notes.add(config.pathOf("duo_scaling")
                    + ": factors are searched by the magnitudes of the inputs alone");
        }
        return request(before, "q_group_size", !config.bool("zero_point").orElse(true), Awq::new);
    }

    private void mustBeFalse(final String key, final String expected) {
        read.add(key);
        if (config.bool(key).orElse(false)) {
            throw config.wrong(key, expected, true);
        }
    }

    private Recipe request(final Recipe before, final String groupKey, final boolean symmetric,
            final Function<Calibration, Calibrated> method) {
        notes.check(config, read, IGNORED);
        if (before.precision().isPresent() || before.calibrated().isPresent()) {
            throw config.wrong("type", "a calibrated pass once, before the ModelBuilder pass",
                    "one behind a pass that rounds");
        }
        final Blockwise preset = preset(groupKey);
        return before.calibrated(new CalibrationRequest(
                symmetric ? preset.symmetric() : preset.asymmetric(), method, config));
    }

    private Blockwise preset(final String groupKey) {
        final Blockwise bits = switch (config.integer(BITS_KEY).orElse(BITS)) {
            case 2 -> Precision.INT2;
            case 4 -> Precision.INT4;
            case 8 -> Precision.INT8;
            default -> throw config.wrong(BITS_KEY, "2, 4 or 8", config.raw(BITS_KEY));
        };
        try {
            return bits.blockSize(config.integer(groupKey).orElse(GROUP));
        } catch (InvalidOptionException e) {
            throw wrong(groupKey, "16, 32, 64, 128 or 256", e);
        }
    }

    private ModelFormatException wrong(final String key, final String expected,
            final RuntimeException cause) {
        final @Nullable Object found = config.raw(key);
        return ModelFormatException.at(config.file(), config.pathOf(key), -1, expected,
                String.valueOf(found), cause);
    }
}
