package dev.ingot.olive;

import dev.ingot.Blockwise;
import dev.ingot.Mixture;
import dev.ingot.OperatorChoice;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options that say how blocks are made. A pass may spell them {@code block_size} or {@code int4_block_size}, and
 * give them directly, in {@code quantization_config} or in {@code extra_options}; two places must not contradict each
 * other. Not thread-safe.
 */
final class QuantizationOptions {

    /** The options, without the prefix. */
    static final List<String> NAMES = List.of("block_size", "is_symmetric", "algo_config", "accuracy_level",
            "op_types_to_quantize", "nodes_to_exclude");

    static final String PREFIX = "int4_";

    private static final String SYMMETRIC = "is_symmetric";

    private static final List<String> LAST = List.of("_last", "_linear");

    private static final Map<String, String> EXPECTED = Map.of("block_size", "16, 32, 64, 128 or 256",
            "is_symmetric", "true or false", "algo_config",
            "default, rtn, k_quant, hqq, one of them with _last, k_quant_mixed or k_quant_linear",
            "accuracy_level", "an integer from 0 to 4", "op_types_to_quantize",
            "[\"MatMul\"] or [\"MatMul\", \"Gather\"]", "nodes_to_exclude", "a list of node names");

    private record Given(Object value, JsonObject where, String key) {

        ModelFormatException wrong(final String expected, final RuntimeException cause) {
            return ModelFormatException.at(where.file(), where.pathOf(key), -1, expected,
                    String.valueOf(value), cause);
        }
    }

    private final Map<String, Given> given = new LinkedHashMap<>();

    /** Takes the options of an object, in both spellings. */
    void take(final JsonObject object) {
        for (final String name : NAMES) {
            take(object, name, name);
            take(object, name, PREFIX + name);
        }
    }

    private void take(final JsonObject object, final String name, final String key) {
        final @Nullable Object value = object.raw(key);
        if (value != null) {
            final var before = given.putIfAbsent(name, new Given(value, object, key));
            if (before != null && !Objects.equals(before.value(), value)) {
                throw object.wrong(key,
                        before.value() + ", as " + before.where().pathOf(before.key()) + " says", value);
            }
        }
    }

    /** Refuses options that a pass before has decided. */
    void refuseBlocks(final String decidedBy) {
        for (final String name : List.of("block_size", SYMMETRIC, "algo_config")) {
            final Given option = given.get(name);
            if (option != null) {
                throw option.where().wrong(option.key(), "nothing, since " + decidedBy + " decides it",
                        option.value());
            }
        }
    }

    boolean isEmpty() {
        return given.isEmpty();
    }

    /** Returns the names of the options that were given. */
    List<String> names() {
        return List.copyOf(given.keySet());
    }

    /** Applies the options to a precision. */
    Blockwise applyTo(final Blockwise preset, final Notes notes) {
        Blockwise wanted = preset;
        for (final var option : given.entrySet()) {
            if (!option.getKey().equals(SYMMETRIC)) {
                wanted = changed(wanted, option.getKey(), option.getValue());
            }
        }
        final Given symmetry = given.get(SYMMETRIC);
        return symmetry == null ? wanted : symmetry(wanted, symmetry, notes);
    }

    /** Some algorithms always have zero points, whatever a file says: here as in Olive. */
    private static Blockwise symmetry(final Blockwise wanted, final Given option, final Notes notes) {
        final BlockFormat symmetric = new BlockFormat(wanted.bits(), wanted.blockSize(), true);
        if (truth(option) && !wanted.method().algorithm().supports(symmetric)) {
            notes.add(option.where().pathOf(option.key()) + ": without effect, "
                    + wanted.method().label() + " stores zero points, here as in Olive");
            return wanted;
        }
        return changed(wanted, SYMMETRIC, option);
    }

    private static boolean truth(final Given option) {
        try {
            return truth(option.value());
        } catch (IllegalArgumentException e) {
            throw option.wrong(EXPECTED.getOrDefault(SYMMETRIC, ""), e);
        }
    }

    private static Blockwise changed(final Blockwise before, final String name, final Given option) {
        try {
            return changed(before, name, option.value());
        } catch (IllegalArgumentException | InvalidOptionException e) {
            throw option.wrong(EXPECTED.getOrDefault(name, ""), e);
        }
    }

    private static Blockwise changed(final Blockwise before, final String name,
            final Object value) {
        return switch (name) {
            case "block_size" -> before.blockSize(integer(value));
            case SYMMETRIC -> truth(value) ? before.symmetric() : before.asymmetric();
            case "algo_config" -> algorithm(before, value);
            case "accuracy_level" -> before.operators(before.operators().accuracyLevel(integer(value)));
            case "op_types_to_quantize" ->
                before.operators(operators(before.operators(), words(value, "[,/]")));
            case "nodes_to_exclude" -> before.operators(before.operators().excluding(words(value, ",")));
            default -> throw new IllegalStateException(name);
        };
    }

    /** An algorithm, or one with a mixture: {@code _linear} is about layers that no supported model has. */
    private static Blockwise algorithm(final Blockwise preset, final Object value) {
        final String name = String.valueOf(value).toLowerCase(Locale.ROOT);
        if (name.equals(Mixture.K_QUANT_MIXED.label())) {
            return preset.kQuant().mixed();
        }
        for (final String suffix : LAST) {
            if (name.endsWith(suffix)) {
                return preset.algorithm(Algorithm.parse(name.substring(0, name.length() - suffix.length())))
                        .mixed(Mixture.LAST_LAYER);
            }
        }
        return preset.algorithm(Algorithm.parse(name));
    }

    private static OperatorChoice operators(final OperatorChoice choice, final SortedSet<String> types) {
        if (types.equals(new TreeSet<>(List.of("MatMul")))) {
            return choice.floatEmbedding();
        }
        if (types.equals(new TreeSet<>(List.of("Gather", "MatMul")))) {
            return choice;
        }
        throw new IllegalArgumentException("operator types " + types);
    }

    private static int integer(final Object value) {
        return value instanceof Integer number ? number : Integer.parseInt(text(value));
    }

    /** Options that went through a command line before are strings. */
    private static boolean truth(final Object value) {
        return switch (text(value).toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(text(value));
        };
    }

    private static SortedSet<String> words(final Object value, final String separator) {
        final var result = new TreeSet<String>();
        final List<?> parts = value instanceof List<?> list ? list : List.of(text(value).split(separator));
        for (final Object part : parts) {
            if (!(part instanceof String word) || word.isBlank()) {
                throw new IllegalArgumentException("a list of " + part);
            }
            result.add(word.strip());
        }
        return result;
    }

    private static String text(final Object value) {
        return String.valueOf(value).strip();
    }
}
