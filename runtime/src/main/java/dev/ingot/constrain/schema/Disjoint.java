package dev.ingot.constrain.schema;

import java.util.ArrayList;
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
                if (!areDisjoint(resolved.get(i), resolved.get(j))) {
                    throw node.fault("oneOf",
                            "parts " + j + " and " + i + " may both fit; use anyOf, or tell them"
                                    + " apart by type or by a required property with a constant");
                }
            }
        }
    }

    private SchemaNode resolve(final @Nullable Object schema, final String pointer, final int depth) {
        final SchemaNode node = SchemaNode.of(schema, pointer);
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
        final Set<?> values = values(one);
        final Set<?> others = values(other);
        if (!values.isEmpty() && !others.isEmpty()) {
            return values.stream().noneMatch(others::contains);
        }
        return types.equals(Set.of("object")) && types(other).equals(Set.of("object"))
                && one.strings("required").stream().filter(other.strings("required")::contains)
                        .anyMatch(name -> areToldApart(name, one, other));
    }

    private static boolean areToldApart(final String name, final SchemaNode one, final SchemaNode other) {
        final Set<?> values = values(property(one, name));
        final Set<?> others = values(property(other, name));
        return !values.isEmpty() && !others.isEmpty() && values.stream().noneMatch(others::contains);
    }

    private static SchemaNode property(final SchemaNode node, final String name) {
        final @Nullable Object schema = node.object("properties").get(name);
        return schema == null
                ? new SchemaNode(Map.of(), node.pointer())
                : SchemaNode.of(schema, node.pointer());
    }

    /** The types of what fits; integers are numbers. */
    private static Set<String> types(final SchemaNode node) {
        final var result = new HashSet<String>();
        if (node.has("enum") || node.has("const")) {
            values(node).forEach(it -> result.add(Types.of(it)));
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

    /** Constants that alone fit; none if there are others. Null and objects are not compared. */
    private static Set<?> values(final SchemaNode node) {
        if (node.get("const") != null) {
            return Set.of(node.get("const"));
        }
        return node.has("enum") && !node.list("enum").contains(null)
                ? new HashSet<>(node.list("enum"))
                : Set.of();
    }
}
