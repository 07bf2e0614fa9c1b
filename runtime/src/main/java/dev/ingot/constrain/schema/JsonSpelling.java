package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.Expr;
import dev.ingot.constrain.grammar.Grammar;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Values as JSON. */
final class JsonSpelling implements Spelling {

    static final String PREFIX = "";

    private final JsonRules json;
    private final Literals literals;
    private final ObjectSchemas objects;
    private final ArraySchemas arrays;
    private final StringSchemas strings;
    private final NumberSchemas numbers;

    JsonSpelling(final Grammar grammar, final JsonRules json,
            final BiFunction<@Nullable Object, String, Expr> schemas) {
        this.json = json;
        literals = new Literals(json);
        objects = new ObjectSchemas(grammar, json, schemas);
        arrays = new ArraySchemas(json, schemas);
        strings = StringSchemas.json(json);
        numbers = new NumberSchemas(json, new Multiples(grammar));
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public Expr any() {
        return json.value();
    }

    @Override
    public Expr oneOf(final SchemaNode node, final String key, final List<?> values) {
        return literals.oneOf(node, key, values, Literals::text);
    }

    @Override
    public Expr typed(final String type, final SchemaNode node) {
        return switch (type) {
            case "object" -> objects.of(node);
            case "array" -> arrays.of(node);
            case "string" -> strings.of(node);
            case "number" -> numbers.number(node);
            case "integer" -> numbers.integer(node);
            case "boolean" -> json.bool();
            case "null" -> Expr.literal("null");
            case "any" -> any();
            default -> throw node.fault("type", "expected one of " + Types.NAMES + ", found " + type);
        };
    }
}
