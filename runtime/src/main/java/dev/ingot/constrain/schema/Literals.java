package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.Effort;
import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.text.Choices;
import dev.ingot.json.JsonFiles;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values that are given as they are: {@code const} and {@code enum}. */
final class Literals {

    private final JsonRules json;

    Literals(final JsonRules json) {
        this.json = json;
    }

    /**
     * Makes texts of some values of a schema.
     *
     * @param spelled how a value that is no object and no array is written
     */
    Expr oneOf(final SchemaNode node, final String key, final List<?> values,
            final Function<@Nullable Object, String> spelled) {
        values.forEach(it -> requireText(node, key, it));
        final var simple = new ArrayList<byte[]>();
        final var options = new ArrayList<Expr>();
        for (final @Nullable Object value : values) {
            if (value instanceof Map || value instanceof List) {
                options.add(of(value));
            } else {
                simple.add(spelled.apply(value).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!simple.isEmpty()) {
            options.add(Choices.of(simple));
        }
        return Expr.choice(options);
    }

    Expr of(final @Nullable Object value) {
        Effort.look();
        return switch (value) {
            case Map<?, ?> map -> json.enclosed("{", json.all(map.entrySet().stream()
                    .map(it -> json.member(JsonText.quoted(String.valueOf(it.getKey())), of(it.getValue())))
                    .toList()),
                    "}");
            case List<?> list -> json.enclosed("[", json.all(list.stream().map(this::of).toList()), "]");
            case null, default -> Expr.literal(text(value));
        };
    }

    /** Refuses what no JSON document can say. */
    private static void requireText(final SchemaNode node, final String key, final @Nullable Object value) {
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(it -> requireText(node, key, it));
            case List<?> list -> list.forEach(it -> requireText(node, key, it));
            case Double number when !Double.isFinite(number) ->
                throw node.fault(key, "expected numbers as doubles have them, found " + number);
            case String text when !isWhole(text) ->
                throw node.fault(key, "expected text, found half of a character (a lone surrogate)");
            case null, default -> {
            }
        }
    }

    private static boolean isWhole(final String text) {
        return text.codePoints()
                .noneMatch(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE);
    }

    /** Returns a value in such a form that values which JSON schemas call equal are equal: 1 and 1.0. */
    static @Nullable Object comparable(final @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                final var members = new HashMap<@Nullable Object, @Nullable Object>();
                map.forEach((key, it) -> members.put(key, comparable(it)));
                yield members;
            }
            case List<?> list -> {
                final var items = new ArrayList<@Nullable Object>();
                list.forEach(it -> items.add(comparable(it)));
                yield items;
            }
            case Double number when !Double.isFinite(number) -> number;
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case null, default -> value;
        };
    }

    /** Writes a value as JSON. */
    static String text(final @Nullable Object value) {
        return value == null ? "null" : JsonFiles.compact(value);
    }
}
