package dev.ingot.runtime;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The adapters that a conversation was saved with, found again by what they hold: their names are those of whoever loaded
 * them.
 */
final class SavedAdapters {

    /** Digests by name. */
    static final String KEY = "adapters";
    /** The one that keys and values were computed with. */
    static final String COMPUTED_WITH = "computed_with";

    private final Map<String, String> names = new LinkedHashMap<>(); // here, by those that were saved
    private final Optional<String> computedWith;

    /**
     * Looks for all of them.
     *
     * @throws ModelFormatException if one is not there, or the header names one that it does not list
     */
    SavedAdapters(final Path file, final JsonObject header, final Adapters here) {
        final JsonObject saved = header.object(KEY)
                .orElseThrow(() -> header.missing(KEY, "adapters and their digests"));
        final Optional<String> with = header.string(COMPUTED_WITH);
        if (with.isPresent() && !saved.has(with.get())) {
            throw header.wrong(COMPUTED_WITH, "one of " + saved.asMap().keySet(), with.get());
        }
        for (final String name : saved.asMap().keySet()) {
            names.put(name, here.find(name, saved.string(name).orElse(""))
                    .orElseThrow(() -> missing(file, name, here)));
        }
        computedWith = with.map(this::here);
    }

    private static ModelFormatException missing(final Path file, final String name, final Adapters here) {
        return ModelFormatException.of(file, "adapter",
                "the one that the conversation was saved with, then by the name \"" + name
                        + "\"; load it first (Generator.loadAdapter; --adapter DIR)",
                here.names().contains(name)
                        ? "another one of this name among " + here.names()
                        : "none like it among " + here.names());
    }

    /** Returns the name here of an adapter by the name that it was saved with. */
    String here(final String name) {
        return names.getOrDefault(name, name);
    }

    /** Returns what keys and values were computed with, by its name here. */
    Optional<String> computedWith() {
        return computedWith;
    }
}
