package dev.ingot.decoder;

import dev.ingot.json.JsonObject;

/** Reads the sizes that config.json gives for experts. */
final class ExpertSizes {

    private static final int LIMIT = 1 << 20;

    private ExpertSizes() {}

    /** A size, or the class default when it is absent. */
    static int size(final JsonObject json, final String key, final int absent) {
        return checked(json, key, json.integer(key).orElse(absent), LIMIT);
    }

    /** How many of so many experts are chosen. */
    static int chosen(final JsonObject json, final String key, final int absent, final int count) {
        return checked(json, key, json.integer(key).orElse(absent), count);
    }

    private static int checked(final JsonObject json, final String key, final int found, final int limit) {
        if (found < 1 || found > limit) {
            throw json.wrong(key, "an integer from 1 to " + limit, found);
        }
        return found;
    }
}
