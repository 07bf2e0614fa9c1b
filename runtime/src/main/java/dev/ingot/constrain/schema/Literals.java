package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.text.Choices;
import dev.ingot.json.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that are given as they are: {@code const} and {@code enum}. */
final class Literals {

    private final JsonRules json;

    Literals(final JsonRules json) {
        this.json = json;
    }

    Expr oneOf(final List<?> values) {
        final var simple = new ArrayList<byte[]>();
        final var options = new ArrayList<Expr>();
        for (final @Nullable Object value : values) {
            if (value instanceof Map || value instanceof List) {
                options.add(of(value));
            } else {
                simple.add(text(value).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!simple.isEmpty()) {
            options.add(Choices.of(simple));
        }
        return Expr.choice(options);
    }

    Expr of(final @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> json.enclosed("{", json.all(map.entrySet().stream()
                    .map(it -> json.member(JsonText.quoted(String.valueOf(it.getKey())), of(it.getValue())))
                    .toList()),
                    "}");
            case List<?> list -> json.enclosed("[", json.all(list.stream().map(this::of).toList()), "]");
            case null, default -> Expr.literal(text(value));
        };
    }

    private static String text(final @Nullable Object value) {
        return value == null ? "null" : JsonFiles.compact(value);
    }
}
