package dev.ingot.chat.jinja;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** The {@code attribute} argument of filters: a dotted path of names and indices. */
final class Attributes {

    private Attributes() {}

    /** Returns a function that follows a path; a None path returns the value itself. */
    static UnaryOperator<Value> getter(final Value path, final Rendering rendering) {
        return switch (path) {
            case None ignored -> value -> value;
            case Str(String dotted) -> value -> follow(value, dotted, rendering);
            default -> value -> Subscripts.item(value, path, rendering);
        };
    }

    private static Value follow(final Value start, final String dotted, final Rendering rendering) {
        Value value = start;
        for (final String part : dotted.split("\\.", -1)) {
            final boolean index = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
            value = Subscripts.item(value, index
                    ? new Int(PythonNumbers.parseInt(part, 10)
                            .orElseThrow(() -> new Fault("index of too many digits")))
                    : new Str(part), rendering);
        }
        return value;
    }

    /** Returns such a function that gives lower case to strings, for filters that ignore case. */
    static UnaryOperator<Value> getter(final Value path, final boolean caseSensitive,
            final Rendering rendering) {
        final UnaryOperator<Value> getter = getter(path, rendering);
        return caseSensitive ? getter : value -> ignoreCase(getter.apply(value));
    }

    static Value ignoreCase(final Value value) {
        return value instanceof Str(String text) ? new Str(text.toLowerCase(Locale.ROOT)) : value;
    }
}
