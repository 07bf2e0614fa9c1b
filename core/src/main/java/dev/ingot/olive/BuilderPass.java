package dev.ingot.olive;

import dev.ingot.Blockwise;
import dev.ingot.Precision;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of a ModelBuilder pass. */
final class BuilderPass {

    private static final String EXTRA = "extra_options";
    private static final String QUANTIZATION = "quantization_config";
    private static final String BITS = "bits";
    private static final int HALF_BITS = 16;
    private static final int FLOAT_BITS = 32;

    /** Options of graphs for other devices and purposes: off is what happens here. */
    private static final List<String> OFF = List.of("use_qdq", "exclude_embeds", "exclude_lm_head",
            "include_hidden_states", "prune_lm_head", "metadata_only", "config_only", "enable_cuda_graph",
            "use_8bits_moe", "use_webgpu_fp32", "use_cuda_bf16", "windowed_kv_cache", "enable_mtp");

    /** They say how the Python tools fetch and fuse; the model is the same. */
    private static final Set<String> IGNORED = Set.of("hf_token", "hf_remote", "shared_embeddings",
            "save_as_external_data", "all_tensors_to_one_file", "external_data_name", "size_threshold",
            "disable_qkv_fusion", "fuse_qk_norm_gqa");

    private final JsonObject config;
    private final Notes notes;
    private final Optional<JsonObject> extra;

    BuilderPass(final JsonObject config, final Notes notes) {
        this.config = config;
        this.notes = notes;
        this.extra = config.object(EXTRA);
    }

    Recipe apply(final Recipe before) {
        check(config, List.of("precision", QUANTIZATION, EXTRA, "search", "adapter_path"), notes);
        extra.ifPresent(object -> check(object, List.of("adapter_path"), notes));
        final var options = new QuantizationOptions();
        options.take(config);
        extra.ifPresent(options::take);
        config.object(QUANTIZATION).ifPresent(object -> honour(object, options));
        return before.precision(precision(before, options)).maxLength(maxLength(before))
                .adapter(adapter().or(before::adapter));
    }

    /** Checks options that came without a run file. */
    static void check(final JsonObject extra, final Notes notes) {
        check(extra, List.of(), notes);
    }

    private static void check(final JsonObject object, final List<String> own, final Notes notes) {
        final var read = new ArrayList<>(own);
        QuantizationOptions.NAMES.forEach(name -> {
            read.add(name);
            read.add(QuantizationOptions.PREFIX + name);
        });
        read.addAll(OFF);
        notes.check(object, read, IGNORED);
        for (final String key : OFF) {
            final @Nullable Object value = object.raw(key);
            if (value != null && !List.of("false", "0").contains(value.toString())) {
                throw object.wrong(key, "false, since Ingot does not do this", value);
            }
        }
    }

    /** The tutorials give their block size here, and Olive passes over it. */
    private void honour(final JsonObject quantization, final QuantizationOptions options) {
        final var read = new ArrayList<>(QuantizationOptions.NAMES);
        read.add(BITS);
        notes.check(quantization, read, Set.of());
        checkBits(quantization);
        options.take(quantization);
        notes.add(config.pathOf(QUANTIZATION) + ": " + String.join(", ", quantization.keys())
                + " honoured (Olive drops this object with a warning and quantizes symmetric blocks of 32)");
    }

    /** They are what the precision says, or a contradiction. */
    private void checkBits(final JsonObject quantization) {
        final OptionalInt bits = quantization.integer(BITS);
        final Precision wanted = wanted();
        final int expected = wanted instanceof Blockwise blockwise
                ? blockwise.bits()
                : wanted == Precision.FP16 ? HALF_BITS : FLOAT_BITS;
        if (bits.isPresent() && bits.getAsInt() != expected) {
            throw quantization.wrong(BITS, expected + ", as " + config.pathOf("precision") + " says",
                    bits.getAsInt());
        }
    }

    private Precision wanted() {
        return parsed(config.string("precision")
                .orElseThrow(() -> config.missing("precision", "int4, int8, fp16 or fp32")));
    }

    private Precision precision(final Recipe before, final QuantizationOptions options) {
        final Precision preset = before.calibrated().<Precision>map(request -> calibrated(request, options))
                .orElseGet(this::wanted);
        if (preset instanceof Blockwise blockwise) {
            return options.applyTo(blockwise, notes);
        }
        if (!options.isEmpty()) {
            notes.add("precision " + preset.label() + " stores weights as they are: no effect of "
                    + String.join(", ", options.names()));
        }
        return preset;
    }

    /** The pass before has said how weights are rounded. */
    private Blockwise calibrated(final CalibrationRequest request, final QuantizationOptions options) {
        if (!(wanted() instanceof Blockwise wanted) || wanted.bits() != request.blocks().bits()) {
            throw config.wrong("precision", request.blocks().label() + ", as "
                    + request.config().pathOf(BITS) + " says", config.raw("precision"));
        }
        options.refuseBlocks(request.config().pathOf("type"));
        return request.blocks();
    }

    private Precision parsed(final String name) {
        try {
            return Precision.parse(name);
        } catch (InvalidOptionException e) {
            throw ModelFormatException.at(config.file(), config.pathOf("precision"), -1,
                    "int4, int8, fp16 or fp32",
                    name, e);
        }
    }

    private OptionalInt maxLength(final Recipe before) {
        final var search = config.object("search");
        search.ifPresent(object -> notes.check(object, List.of("max_length"), Set.of()));
        final var found = search.map(object -> object.integer("max_length")).orElse(before.maxLength());
        if (found.orElse(1) < 1) {
            throw search.orElseThrow().wrong("max_length", "an integer of at least 1", found.getAsInt());
        }
        return found;
    }

    private Optional<Path> adapter() {
        return config.string("adapter_path").or(() -> extra.flatMap(object -> object.string("adapter_path")))
                .map(Path::of);
    }
}
