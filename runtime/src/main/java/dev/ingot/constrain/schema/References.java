package dev.ingot.constrain.schema;

import dev.ingot.error.ConstraintException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the parts of a schema that {@code $ref} names by a JSON pointer (RFC 6901). */
final class References {

    private final @Nullable Object root;

    References(final @Nullable Object root) {
        this.root = root;
    }

    /**
     * Follows a pointer.
     *
     * @param pointer {@code #} or {@code #/...}
     * @param from    where it is written, for messages
     */
    @Nullable
    Object at(final String pointer, final String from) {
        if (!pointer.equals("#") && !pointer.startsWith("#/")) {
            throw fault(from, "expected a pointer into this schema, such as #/$defs/name, found " + pointer);
        }
        @Nullable
        Object value = root;
        final String[] parts = pointer.split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            value = member(value, unescaped(parts[i], from), pointer, from);
        }
        return value;
    }

    private static @Nullable Object member(final @Nullable Object value, final String key,
            final String pointer,
            final String from) {
        if (value instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        if (value instanceof List<?> list && key.matches("0|[1-9][0-9]{0,5}")
                && Integer.parseInt(key) < list.size()) {
            return list.get(Integer.parseInt(key));
        }
        throw fault(from, "nothing is at " + pointer);
    }

    private static String unescaped(final String part, final String from) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8).replace("~1", "/")
                    .replace("~0", "~");
        } catch (IllegalArgumentException e) {
            throw fault(from, "malformed percent sign in " + part);
        }
    }

    private static ConstraintException fault(final String from, final String reason) {
        return new ConstraintException(SchemaNode.KIND, from, reason);
    }
}
