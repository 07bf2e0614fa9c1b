package dev.ingot.chat.answer;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks into parsed JSON. */
final class JsonObjects {

    private JsonObjects() {}

    /** Returns an object as what it is. */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> of(final @Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }
}
