package dev.ingot.constrain.schema;

import dev.ingot.error.ConstraintException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses schemas by their size, before anything is made of them. What merely describes does not count as text. */
final class SchemaSize {

    static final int MOST_VALUES = 20_000;
    static final int MOST_CHARACTERS = 400_000;

    private static final Set<String> REMARKS = Set.of("title", "description", "$comment");

    private int values;
    private int characters;

    private SchemaSize() {}

    /**
     * Counts members of objects and items of lists, and the characters of names and texts.
     *
     * @throws ConstraintException if there are too many
     */
    static void check(final @Nullable Object schema) {
        new SchemaSize().count(schema);
    }

    private void count(final @Nullable Object value) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, member) -> member(String.valueOf(key), member));
            case List<?> list -> list.forEach(item -> {
                another();
                count(item);
            });
            case String text -> more(text);
            case null, default -> {
            }
        }
    }

    private void member(final String name, final @Nullable Object value) {
        another();
        more(name);
        if (!(value instanceof String && REMARKS.contains(name))) {
            count(value);
        }
    }

    private void another() {
        if (++values > MOST_VALUES) {
            throw fault("at most " + MOST_VALUES + " members and values");
        }
    }

    private void more(final String text) {
        characters += text.length();
        if (characters > MOST_CHARACTERS) {
            throw fault("at most " + MOST_CHARACTERS + " characters of names and texts");
        }
    }

    private static ConstraintException fault(final String expected) {
        return new ConstraintException(SchemaNode.KIND, "", "expected " + expected + ", found more");
    }
}
