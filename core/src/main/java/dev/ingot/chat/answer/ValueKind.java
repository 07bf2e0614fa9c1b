package dev.ingot.chat.answer;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What sort of value a schema allows, as far as it matters to how a bare text is read. */
enum ValueKind {

    /** A string. */
    TEXT,
    /** A number, whole or not. */
    NUMBER,
    /** True or false. */
    TRUTH,
    /** Null. */
    NOTHING,
    /** An object or an array. */
    STRUCTURE;

    static Set<ValueKind> all() {
        return EnumSet.allOf(ValueKind.class);
    }

    /** Returns the kind of a type of JSON schema; of any other word, text. */
    static ValueKind ofType(final String type) {
        return switch (type) {
            case "integer", "number" -> NUMBER;
            case "boolean" -> TRUTH;
            case "null" -> NOTHING;
            case "object", "array" -> STRUCTURE;
            default -> TEXT;
        };
    }

    /** Returns the kind of a value. */
    static ValueKind of(final @Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Boolean ignored -> TRUTH;
            case Number ignored -> NUMBER;
            case Map<?, ?> ignored -> STRUCTURE;
            case List<?> ignored -> STRUCTURE;
            default -> TEXT;
        };
    }

    /**
     * Reads a bare text: as JSON or as a Python literal, if that is of an allowed kind other than a string. What spells none is
     * the text itself, whether that is allowed or not: whoever runs the tool can tell the model what is wrong with it.
     *
     * @param text  any
     * @param kinds allowed
     * @return a JSON value
     */
    static @Nullable Object read(final String text, final Set<ValueKind> kinds) {
        if (kinds.equals(EnumSet.of(TEXT))) {
            return text;
        }
        final String word = text.strip();
        if (word.equals("null") || word.equals("None")) {
            return kinds.contains(NOTHING) || !kinds.contains(TEXT) ? null : text;
        }
        final Optional<Object> value = literal(word).filter(it -> kinds.contains(of(it)) && of(it) != TEXT);
        return value.orElse(text);
    }

    private static Optional<Object> literal(final String word) {
        return Cursor.parse(word).or(() -> {
            final var json = new StringBuilder();
            final var cursor = new Cursor(word, 0, true);
            return new PythonLiteral(cursor, json).read() && cursor.isOver()
                    ? Cursor.parse(json.toString())
                    : Optional.empty();
        });
    }
}
