package dev.ingot.constrain.schema;

import dev.ingot.constrain.grammar.Effort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that no document fits two parts of a {@code oneOf}, so that it means the same as {@code anyOf}: the parts have
 * different types, or are objects that a required property with different constants tells apart.
 */
final class Disjoint {

    private static final int MOST_REFERENCES = 20;

    private final References references;

    Disjoint(final References references) {
        this.references = references;
    }

    void check(final SchemaNode node, final List<?> parts) {
        final var resolved = new ArrayList<SchemaNode>();
        for (final @Nullable Object part : parts) {
            resolved.add(resolve(part, node.at("oneOf", String.valueOf(resolved.size())), 0));
        }
        for (int i = 0; i < resolved.size(); i++) {
            for (int j = 0; j < i; j++) {
                Effort.look();
                if (!areDisjoint(resolved.get(i), resolved.get(j))) {
                    throw node.fault("oneOf",
                            "parts " + j + " and " + i + " may both fit; use anyOf, or tell them"
                                    + " apart by type or by a required property with a constant");
                }
            }
        }
    }

    private SchemaNode resolve(final @Nullable Object schema, final String pointer, final int depth) {
        final SchemaNode node = schema instanceof Boolean
                ? new SchemaNode(Map.of(), pointer)
                : SchemaNode.of(schema, pointer);
        if (!node.has("$ref") || depth == MOST_REFERENCES) {
            return node;
        }
        final String to = node.string("$ref").orElseThrow();
        return resolve(references.at(to, node.at("$ref")), to, depth + 1);
    }

    private static boolean areDisjoint(final SchemaNode one, final SchemaNode other) {
        final Set<String> types = types(one);
        if (!types.contains("any") && !types(other).contains("any")
                && types.stream().noneMatch(types(other)::contains)) {
            return true;
        }
        if (haveOtherValues(one, other)) {
            return true;
        }
        return types.equals(Set.of("object")) && types(other).equals(Set.of("object"))
                && one.strings("required").stream().filter(other.strings("required")::contains)
                        .anyMatch(name -> areToldApart(name, one, other));
    }

    private static boolean areToldApart(final String name, final SchemaNode one, final SchemaNode other) {
        return haveOtherValues(property(one, name), property(other, name));
    }

    /** Tells whether both have lists of values, without a common one. */
    private static boolean haveOtherValues(final SchemaNode one, final SchemaNode other) {
        return isListed(one) && isListed(other) && Collections.disjoint(values(one), values(other));
    }

    private static SchemaNode property(final SchemaNode node, final String name) {
        final @Nullable Object schema = node.object("properties").get(name);
        return schema instanceof Map
                ? SchemaNode.of(schema, node.pointer())
                : new SchemaNode(Map.of(), node.pointer());
    }

    /** The types of what fits; integers are numbers. */
    private static Set<String> types(final SchemaNode node) {
        final var result = new HashSet<String>();
        if (isListed(node)) {
            listed(node).forEach(it -> result.add(Types.of(it)));
        } else if (node.has("type")) {
            result.addAll(Types.of(node));
        } else {
            result.add("any");
        }
        if (result.remove("integer")) {
            result.add("number");
        }
        return result;
    }

    private static boolean isListed(final SchemaNode node) {
        return node.has("const") || node.has("enum");
    }

    private static List<?> listed(final SchemaNode node) {
        return node.has("const") ? Collections.singletonList(node.get("const")) : node.list("enum");
    }

    /** Values that alone fit, such that equal ones are equal. */
    private static Set<@Nullable Object> values(final SchemaNode node) {
        final var result = new HashSet<@Nullable Object>();
        listed(node).forEach(it -> result.add(Literals.comparable(it)));
        return result;
    }
}
