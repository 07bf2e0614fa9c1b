package dev.ingot.olive;

import dev.ingot.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gathers what a reader of the log should know about a run file, and keeps watch over its keys. Not thread-safe. */
final class Notes {

    private final List<String> lines = new ArrayList<>();

    void add(final String line) {
        lines.add(line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * Refuses keys that nobody reads.
     *
     * @param object  where they stand
     * @param read    keys that have a meaning here
     * @param ignored keys that cannot change the model; those that are there are noted
     */
    void check(final JsonObject object, final Collection<String> read, final Set<String> ignored) {
        final var without = new ArrayList<String>();
        for (final String key : object.keys()) {
            if (ignored.contains(key)) {
                without.add(object.pathOf(key));
            } else if (!read.contains(key)) {
                throw object.wrong(key, "one of the supported keys "
                        + String.join(", ", new TreeSet<>(read)), key);
            }
        }
        if (!without.isEmpty()) {
            add("without effect on the model: " + String.join(", ", without));
        }
    }
}
