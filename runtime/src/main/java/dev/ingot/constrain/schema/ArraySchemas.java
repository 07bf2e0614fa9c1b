package dev.ingot.constrain.schema;

import static dev.ingot.constrain.grammar.Expr.sequence;

import dev.ingot.constrain.grammar.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code type: array}. */
final class ArraySchemas {

    private final JsonRules json;
    private final BiFunction<@Nullable Object, String, Expr> schemas;

    ArraySchemas(final JsonRules json, final BiFunction<@Nullable Object, String, Expr> schemas) {
        this.json = json;
        this.schemas = schemas;
    }

    Expr of(final SchemaNode node) {
        if (Boolean.TRUE.equals(node.get("uniqueItems"))) {
            throw node.fault("uniqueItems", "this keyword is not supported");
        }
        final int min = node.count("minItems").orElse(0);
        final int max = node.count("maxItems").orElse(Expr.UNBOUNDED);
        if (max < min) {
            throw node.fault("maxItems", "expected at least minItems, " + min + ", found " + max);
        }
        final Expr item = node.has("items")
                ? schemas.apply(node.get("items"), node.at("items"))
                : json.value();
        return node.has("prefixItems")
                ? json.enclosed("[", tuple(prefix(node), item, min, max), "]")
                : json.list(item, min, max);
    }

    private List<Expr> prefix(final SchemaNode node) {
        final var result = new ArrayList<Expr>();
        for (final @Nullable Object schema : node.list("prefixItems")) {
            result.add(schemas.apply(schema, node.at("prefixItems", String.valueOf(result.size()))));
        }
        return result;
    }

    /** Items of their own at the beginning; fewer of them will do unless so many are asked for. */
    private Expr tuple(final List<Expr> prefix, final Expr item, final int min, final int max) {
        final int count = prefix.size();
        if (count == 0) {
            return json.items(item, min, max);
        }
        Expr rest = max <= count
                ? Expr.EMPTY
                : Expr.repeat(sequence(json.comma(), item), Math.max(0, min - count),
                        max == Expr.UNBOUNDED ? max : max - count);
        for (int i = Math.min(count, max) - 1; i >= 0; i--) {
            final Expr text = i == 0 ? prefix.get(i) : sequence(json.comma(), prefix.get(i));
            rest = sequence(text, rest);
            rest = json.shared(i < min ? rest : Expr.optional(rest)); // one rule each: there may be many
        }
        return rest;
    }
}
