package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builtins by name. Filled once, then only read. */
final class Library {

    private final Map<String, Builtin> builtins = new HashMap<>();

    /**
     * Adds a builtin.
     *
     * @param names      its name and further ones, separated by blanks
     * @param parameters names of its parameters, separated by blanks; a trailing {@code ?} marks one that may be left
     *                   out; a lone {@code *} takes whatever is given
     * @param body       what it does
     * @return this
     */
    Library add(final String names, final String parameters, final Builtin.Body body) {
        final var list = new ArrayList<String>();
        int required = 0;
        for (final String parameter : parameters.isEmpty() ? new String[0] : parameters.split(" ", -1)) {
            final boolean optional = parameter.endsWith("?");
            list.add(optional ? parameter.substring(0, parameter.length() - 1) : parameter);
            required += optional || parameter.equals("*") ? 0 : 1;
        }
        for (final String name : names.split(" ", -1)) {
            builtins.put(name, new Builtin(name, List.copyOf(list), required, body));
        }
        return this;
    }

    Optional<Builtin> find(final String name) {
        return Optional.ofNullable(builtins.get(name));
    }
}
