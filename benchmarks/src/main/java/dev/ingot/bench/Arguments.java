package dev.ingot.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line of names and numbers.
 *
 * @param options    value by {@code --name}
 * @param positional what stands without a name
 */
record Arguments(Map<String, String> options, List<String> positional) {

    /** Splits a command line; an option that is not among the known ones is an error. */
    static Arguments parse(final String[] args, final String... known) {
        final var names = Set.of(known);
        final var options = new LinkedHashMap<String, String>();
        final var positional = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                positional.add(args[i]);
            } else if (names.contains(args[i]) && i + 1 < args.length) {
                options.put(args[i], args[++i]);
            } else {
                throw new IllegalArgumentException(args[i] + ": expected one of " + names + " with a value");
            }
        }
        return new Arguments(options, List.copyOf(positional));
    }

    Optional<String> text(final String name) {
        return Optional.ofNullable(options.get(name));
    }

    String required(final String name) {
        return text(name).orElseThrow(() -> new IllegalArgumentException("missing " + name));
    }

    long number(final String name, final long absent) {
        return text(name).map(Long::parseLong).orElse(absent);
    }
}
