package dev.ingot.hf;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What adapter_config.json of PEFT says about a LoRA adapter. Everything that changes the merged weights and is not
 * known is refused by name.
 *
 * @param json           the file
 * @param rank           of modules without a pattern
 * @param alpha          numerator of the scale, for modules without a pattern
 * @param rootRank       whether the scale is alpha / sqrt(rank) (rsLoRA, arXiv 2312.03732) and not alpha / rank
 * @param ranks          ranks of some modules
 * @param alphas         numerators of some modules
 * @param targets        which modules are adapted
 * @param savedModules   names of modules that the adapter replaces as a whole
 * @param magnitudes     whether rows are brought to learned lengths (DoRA, arXiv 2402.09353)
 * @param factorBias     whether the second factor has a bias of its own
 * @param tied           whether what changes one of tied embedding and head changes the other as well
 */
record LoraConfig(JsonObject json, int rank, double alpha, boolean rootRank, ModulePatterns ranks,
        ModulePatterns alphas, ModuleTargets targets, List<String> savedModules, boolean magnitudes,
        boolean factorBias, boolean tied) {

    private static final int MAX_RANK = 1 << 16;
    private static final String INIT = "init_lora_weights";
    private static final String BIAS = "bias";
    private static final String FACTOR_BIAS = "lora_bias";

    /**
     * Keys that are read here or have no influence on the merged weights, whatever they say: fan_in_fan_out concerns
     * Conv1D, for linear layers PEFT switches it off itself; the settings of an initialisation matter when training
     * begins, if {@value #INIT} asks for it.
     */
    private static final Set<String> KNOWN = Set.of("alpha_pattern", "auto_mapping",
            "base_model_name_or_path", BIAS, "corda_config", "ensure_weight_tying", "eva_config",
            "exclude_modules", "fan_in_fan_out", "inference_mode", INIT, "layers_pattern",
            "layers_to_transform", "loftq_config", "lora_alpha", FACTOR_BIAS, "lora_dropout",
            "lora_ga_config",
            "megatron_core", "modules_to_save", "peft_type", "peft_version", "qalora_group_size", "r",
            "rank_pattern", "revision", "runtime_config", "target_modules", "task_type", "use_dora",
            "use_rslora");

    /** Initialisations that leave the base model's weights alone; PiSSA, OLoRA, LoftQ and their kind do not. */
    private static final Set<Object> PLAIN_INITS = Set.of(true, false, "gaussian", "eva", "orthogonal");

    private static final Set<Object> BIASES = Set.of("none", "all", "lora_only");

    static LoraConfig read(final Path file) {
        final JsonObject json = BoundedJson.read(file);
        final String type = json.string("peft_type").orElseThrow(() -> json.missing("peft_type", "\"LORA\""));
        if (!"LORA".equals(type)) {
            throw refused(json, "peft_type", "\"LORA\"", type);
        }
        refuseOtherMathematics(json);
        final var values = new ConfigValues(json);
        final List<String> saved = json.strings("modules_to_save").orElse(List.of());
        return new LoraConfig(json, values.size("r", MAX_RANK), values.requiredPositive("lora_alpha"),
                flag(json, "use_rslora"), ModulePatterns.sizes(json, "rank_pattern", MAX_RANK),
                ModulePatterns.read(json, "alpha_pattern"), ModuleTargets.read(json, saved), saved,
                flag(json, "use_dora"), flag(json, FACTOR_BIAS), flag(json, "ensure_weight_tying"));
    }

    private static boolean flag(final JsonObject json, final String key) {
        return json.bool(key).orElse(false);
    }

    private static void refuseOtherMathematics(final JsonObject json) {
        for (final String key : json.keys()) {
            if (!KNOWN.contains(key) && !isNeutral(json.raw(key))) {
                throw refused(json, key, "nothing; only LoRA and DoRA are merged", json.raw(key));
            }
        }
        refuseOthers(json, INIT, PLAIN_INITS, "an initialisation that leaves the base model unchanged");
        refuseOthers(json, BIAS, BIASES, "\"none\", \"all\" or \"lora_only\"");
        if (flag(json, FACTOR_BIAS) && flag(json, "use_dora")) {
            throw refused(json, FACTOR_BIAS, "false beside use_dora, as PEFT does", true);
        }
    }

    private static void refuseOthers(final JsonObject json, final String key, final Set<Object> known,
            final String expected) {
        final @Nullable Object found = json.raw(key);
        if (found != null && !known.contains(found)) {
            throw refused(json, key, expected, found);
        }
    }

    private static boolean isNeutral(final @Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean on -> !on;
            case String text -> text.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    private static UnsupportedModelException refused(final JsonObject json, final String key,
            final String expected, final @Nullable Object found) {
        return new UnsupportedModelException(
                json.file() + ": " + key + ": expected " + expected + ", found " + found);
    }

    /** Rank of a module, by its full name. */
    int rankOf(final String module) {
        final OptionalDouble own = ranks.find(module);
        return own.isPresent() ? (int) own.getAsDouble() : rank;
    }

    /** Factor of the product B A for a module of the given rank. */
    double scaleOf(final String module) {
        final double numerator = alphas.find(module).orElse(alpha);
        return numerator / (rootRank ? Math.sqrt(rankOf(module)) : rankOf(module));
    }

    /** Whether the adapter has its own copy of a module, or of one that holds it. */
    boolean isSaved(final String module) {
        return savedModules.stream().anyMatch(name -> ("." + module + ".").contains("." + name + "."));
    }
}
