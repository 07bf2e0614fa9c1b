package dev.ingot.constrain.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of values. */
final class Types {

    static final List<String> NAMES = List.of("object", "array", "string", "number", "integer", "boolean",
            "null");

    private Types() {}

    /**
     * Returns the types of a schema. One without any has those that its words speak of, or {@code any} when there are none.
     */
    static List<String> of(final SchemaNode node) {
        if (node.has("type")) {
            return node.get("type") instanceof String one
                    ? List.of(one)
                    : withoutDoubles(node.strings("type"));
        }
        final var result = new ArrayList<String>();
        addIf(node.hasAny(Keywords.OF_OBJECTS), "object", result);
        addIf(node.hasAny(Keywords.OF_ARRAYS), "array", result);
        addIf(node.hasAny(Keywords.OF_STRINGS), "string", result);
        addIf(node.hasAny(Keywords.OF_NUMBERS), "number", result);
        return result.isEmpty() ? List.of("any") : result;
    }

    private static void addIf(final boolean wanted, final String type, final List<String> into) {
        if (wanted) {
            into.add(type);
        }
    }

    private static List<String> withoutDoubles(final List<String> types) {
        return types.stream().filter(it -> !(it.equals("integer") && types.contains("number"))).distinct()
                .toList();
    }

    /** Tells whether a value is of the types of a schema. */
    static boolean fits(final SchemaNode node, final @Nullable Object value) {
        return of(node).stream().anyMatch(type -> type.equals(of(value))
                || (type.equals("number") && of(value).equals("integer")));
    }

    static String of(final @Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> ignored -> "object";
            case List<?> ignored -> "array";
            case String ignored -> "string";
            case Boolean ignored -> "boolean";
            case Double number -> isWhole(number) ? "integer" : "number";
            default -> "integer";
        };
    }

    private static boolean isWhole(final double number) {
        return Double.isFinite(number) && BigDecimal.valueOf(number).stripTrailingZeros().scale() <= 0;
    }
}
