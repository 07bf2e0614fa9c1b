package dev.ingot.chat.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What something is called with.
 *
 * @param positional in order
 * @param named      by name, in order
 */
record Arguments(List<Value> positional, Map<String, Value> named) {

    static final Arguments NONE = of();

    static Arguments of(final Value... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    /** Returns the arguments that remain when the first positional one is taken away. */
    Arguments tail() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }

    /** Returns the arguments with one more that has a name. */
    Arguments with(final String name, final Value value) {
        final var more = new LinkedHashMap<>(named);
        more.put(name, value);
        return new Arguments(positional, more);
    }
}
