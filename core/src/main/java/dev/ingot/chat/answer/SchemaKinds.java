package dev.ingot.chat.answer;

import dev.ingot.json.JsonPointer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of values that one JSON schema allows its properties. It is read generously: what it does not say, or says in a
 * way that makes no sense, allows everything. Immutable.
 */
record SchemaKinds(@Nullable Object root) {

    private static final String REFERENCE = "$ref";
    private static final List<String> COMBINED = List.of("anyOf", "oneOf", "allOf");
    private static final Map<ValueKind, Set<String>> TELLING = Map.of(
            ValueKind.STRUCTURE,
            Set.of("properties", "required", "additionalProperties", "items", "prefixItems"),
            ValueKind.TEXT, Set.of("minLength", "maxLength", "pattern", "format"), ValueKind.NUMBER,
            Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"));

    /** Returns the kinds of a property; empty if the schema has no such one. */
    Optional<Set<ValueKind>> ofParameter(final String name) {
        return property(root, name, new HashSet<>()).map(it -> kinds(it, new HashSet<>()));
    }

    /** Finds the schema of a property in a schema of objects; each reference is followed once. */
    private Optional<Object> property(final @Nullable Object schema, final String name,
            final Set<String> seen) {
        if (!(schema instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        if (map.get("properties") instanceof Map<?, ?> properties && properties.containsKey(name)) {
            return Optional.ofNullable(properties.get(name));
        }
        return parts(map, seen).flatMap(it -> property(it, name, seen).stream()).findFirst()
                .or(() -> Optional.ofNullable(map.get("additionalProperties")).filter(Map.class::isInstance));
    }

    /** What a schema refers to or is combined of. */
    private Stream<?> parts(final Map<?, ?> schema, final Set<String> seen) {
        if (schema.get(REFERENCE) instanceof String pointer) {
            return seen.add(pointer) ? JsonPointer.find(root, pointer).stream() : Stream.empty();
        }
        return COMBINED.stream().flatMap(key -> schema.get(key) instanceof List<?> list
                ? list.stream()
                : Stream.empty());
    }

    private Set<ValueKind> kinds(final @Nullable Object schema, final Set<String> seen) {
        if (!(schema instanceof Map<?, ?> map)) {
            return ValueKind.all();
        }
        if (map.get(REFERENCE) instanceof String pointer) {
            return seen.add(pointer)
                    ? kinds(JsonPointer.find(root, pointer).orElse(true), seen)
                    : EnumSet.noneOf(ValueKind.class);
        }
        final Set<ValueKind> kinds = said(map);
        parts(map, seen).forEach(it -> kinds.addAll(kinds(it, seen)));
        if (kinds.isEmpty()) {
            TELLING.forEach((kind, keys) -> {
                if (keys.stream().anyMatch(map::containsKey)) {
                    kinds.add(kind);
                }
            });
        }
        if (Boolean.TRUE.equals(map.get("nullable"))) {
            kinds.add(ValueKind.NOTHING);
        }
        return kinds.isEmpty() ? ValueKind.all() : kinds;
    }

    /** What a schema says itself. */
    private static Set<ValueKind> said(final Map<?, ?> schema) {
        final Set<ValueKind> kinds = EnumSet.noneOf(ValueKind.class);
        if (schema.containsKey("const")) {
            kinds.add(ValueKind.of(schema.get("const")));
        } else if (schema.get("enum") instanceof List<?> values) {
            values.forEach(it -> kinds.add(ValueKind.of(it)));
        } else if (schema.get("type") instanceof String type) {
            kinds.add(ValueKind.ofType(type));
        } else if (schema.get("type") instanceof List<?> types) {
            types.forEach(it -> kinds.add(ValueKind.ofType(String.valueOf(it))));
        }
        return kinds;
    }
}
