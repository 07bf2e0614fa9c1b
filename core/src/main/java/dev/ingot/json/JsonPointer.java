package dev.ingot.json;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901) in their form for URIs, as schemas use them to refer to parts of themselves. */
public final class JsonPointer {

    private JsonPointer() {}

    /**
     * Follows a pointer.
     *
     * @param root    a JSON value
     * @param pointer {@code #} or {@code #/...}
     * @return what is there; empty if that is nothing or null, or if the pointer is malformed
     */
    public static Optional<Object> find(final @Nullable Object root, final String pointer) {
        if (!isPointer(pointer)) {
            return Optional.empty();
        }
        Optional<Object> value = Optional.ofNullable(root);
        final String[] parts = pointer.split("/", -1);
        for (int i = 1; i < parts.length; i++) {
            final Optional<String> key = unescaped(parts[i]);
            value = value.flatMap(it -> key.flatMap(name -> member(it, name)));
        }
        return value;
    }

    /**
     * Tells whether a text is a pointer into the document that it stands in.
     *
     * @param text any
     * @return true for {@code #} and {@code #/...} without malformed percent signs
     */
    public static boolean isPointer(final String text) {
        return text.equals("#") || (text.startsWith("#/") && unescaped(text).isPresent());
    }

    private static Optional<Object> member(final Object value, final String key) {
        if (value instanceof Map<?, ?> map) {
            return Optional.ofNullable(map.get(key));
        }
        return value instanceof List<?> list && key.matches("0|[1-9][0-9]{0,5}")
                && Integer.parseInt(key) < list.size()
                        ? Optional.ofNullable(list.get(Integer.parseInt(key)))
                        : Optional.empty();
    }

    private static Optional<String> unescaped(final String part) {
        try {
            return Optional.of(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace("~1", "/").replace("~0", "~"));
        } catch (IllegalArgumentException e) {
            // A percent sign with no number behind it.
            return Optional.empty();
        }
    }
}
