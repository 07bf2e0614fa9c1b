package dev.ingot.constrain.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The words that schemas may use. */
final class Keywords {

    /** These say nothing about documents, or hold parts that others refer to. */
    private static final Set<String> REMARKS = Set.of("title", "description", "default", "examples",
            "example",
            "deprecated", "readOnly", "writeOnly", "contentMediaType", "contentEncoding", "$schema", "$id",
            "$comment", "$defs", "definitions");

    static final Set<String> OF_OBJECTS = Set.of("properties", "required", "additionalProperties");
    static final Set<String> OF_ARRAYS = Set.of("items", "prefixItems", "minItems", "maxItems",
            "uniqueItems");
    static final Set<String> OF_STRINGS = Set.of("minLength", "maxLength", "pattern", "format");
    static final Set<String> OF_NUMBERS = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
            "multipleOf");

    private static final Set<String> GENERAL = Set.of("type", "enum", "const", "anyOf", "oneOf", "allOf",
            "$ref");

    private Keywords() {}

    /** Refuses words that are not supported, and such that nobody knows: they may be meant to say something. */
    static void check(final SchemaNode node) {
        for (final String key : node.values().keySet()) {
            final boolean known = REMARKS.contains(key) || GENERAL.contains(key) || OF_OBJECTS.contains(key)
                    || OF_ARRAYS.contains(key) || OF_STRINGS.contains(key) || OF_NUMBERS.contains(key)
                    || key.startsWith("x-");
            if (!known) {
                throw node.fault(key, "this keyword is misspelt or not supported");
            }
        }
    }

    /** Refuses anything but remarks beside some words. */
    static void alone(final SchemaNode node, final String... keys) {
        final List<String> expected = Arrays.asList(keys);
        for (final String key : node.values().keySet()) {
            if (!REMARKS.contains(key) && !key.startsWith("x-") && !expected.contains(key)) {
                throw node.fault(key, "this keyword is not supported beside " + keys[0]);
            }
        }
    }
}
