package dev.ingot.olive;

import dev.ingot.Blockwise;
import dev.ingot.Precision;
import dev.ingot.json.JsonObject;
import dev.ingot.quantize.Algorithm;
import java.util.List;
import java.util.Set;

/** The options of a pass that quantizes the weights of a float model; the defaults are those of Olive. */
final class BlockwisePass {

    private static final int BITS = 4;

    /** Algorithm, block size and symmetry of a pass that says nothing of them. */
    record Defaults(Algorithm algorithm, int blockSize, boolean symmetric) {}

    private static final Set<String> IGNORED = Set.of("save_as_external_data", "all_tensors_to_one_file",
            "external_data_name", "size_threshold", "convert_attribute");

    private final JsonObject config;
    private final Notes notes;
    private final Defaults defaults;

    BlockwisePass(final JsonObject config, final Notes notes, final Defaults defaults) {
        this.defaults = defaults;
        this.config = config;
        this.notes = notes;
    }

    Recipe apply(final Recipe before) {
        if (before.precision().orElse(Precision.FP32) instanceof Blockwise) {
            throw config.wrong("type", "a quantizing pass after float weights",
                    "one after weights that are quantized already");
        }
        notes.check(config, List.of("bits", "block_size", "is_symmetric", "accuracy_level",
                "nodes_to_exclude"), IGNORED);
        final var options = new QuantizationOptions();
        options.take(config);
        final Blockwise plain = preset().blockSize(defaults.blockSize());
        return before.precision(options.applyTo(
                (defaults.symmetric() ? plain.symmetric() : plain.asymmetric())
                        .algorithm(defaults.algorithm()),
                notes));
    }

    private Blockwise preset() {
        return switch (config.integer("bits").orElse(BITS)) {
            case 4 -> Precision.INT4;
            case 8 -> Precision.INT8;
            default -> throw config.wrong("bits", "4 or 8", config.raw("bits"));
        };
    }
}
