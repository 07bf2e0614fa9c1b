package dev.ingot.runtime;

import dev.ingot.constrain.answer.CallGrammar;
import dev.ingot.constrain.grammar.Grammar;
import dev.ingot.error.ConstraintException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.json.JsonFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tool as constraints see it.
 *
 * @param name      of the tool
 * @param schema of its arguments, as JSON
 * @param strict    whether arguments fit even where nobody demands a call
 */
record ToolSchema(String name, String schema, boolean strict) {

    private static final String ANY = "{\"type\":\"object\"}";
    private static final String NONE = "{\"type\":\"object\",\"additionalProperties\":false}";

    /** Reads a description of the form {@code {type, function: {name, parameters, strict}}}, or of its inner part alone. */
    static Optional<ToolSchema> of(final Object description) {
        if (!(description instanceof Map<?, ?> outer)) {
            return Optional.empty();
        }
        final Map<?, ?> function = outer.get("function") instanceof Map<?, ?> inner ? inner : outer;
        return function.get("name") instanceof String name && !name.isEmpty()
                ? Optional.of(new ToolSchema(name, schema(function.get("parameters")),
                        Boolean.TRUE.equals(function.get("strict"))))
                : Optional.empty();
    }

    /** A tool without parameters has no arguments; arguments are an object, said or not. */
    private static String schema(final @Nullable Object parameters) {
        if (!(parameters instanceof Map<?, ?> map) || map.isEmpty()) {
            return NONE;
        }
        final var schema = new LinkedHashMap<Object, @Nullable Object>(map);
        if (!schema.containsKey("$ref") && !schema.containsKey("anyOf") && !schema.containsKey("oneOf")
                && !schema.containsKey("allOf")) {
            schema.putIfAbsent("type", "object");
        }
        return JsonFiles.compact(schema);
    }

    /** Returns what arguments are, as calls of a format have them. */
    Grammar arguments(final CallGrammar calls) {
        try {
            return calls.arguments(schema);
        } catch (ConstraintException e) {
            throw new InvalidOptionException("parameters of the tool " + name + ": " + e.getMessage(), e);
        }
    }

    /** Returns the tool as it is enforced where nobody demands a call. */
    ToolSchema asWritten() {
        return strict ? this : new ToolSchema(name, ANY, false);
    }
}
