package dev.ingot.hf;

import dev.ingot.json.JsonObject;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Range-checked values of a configuration object. */
final class ConfigValues {

    private final JsonObject json;

    ConfigValues(final JsonObject json) {
        this.json = json;
    }

    /** A required integer between 1 and a limit beyond every known model. */
    int size(final String key, final int limit) {
        final String expected = "an integer from 1 to " + limit;
        return checked(key, json.integer(key).orElseThrow(() -> json.missing(key, expected)), limit,
                expected);
    }

    /** The same, absent or null counting as empty. */
    OptionalInt optionalSize(final String key, final int limit) {
        final OptionalInt value = json.integer(key);
        value.ifPresent(found -> checked(key, found, limit, "an integer from 1 to " + limit));
        return value;
    }

    private int checked(final String key, final int found, final int limit, final String expected) {
        if (found < 1 || found > limit) {
            throw json.wrong(key, expected, found);
        }
        return found;
    }

    /** A finite number above zero, or empty when absent. */
    OptionalDouble positive(final String key) {
        final OptionalDouble value = json.number(key);
        value.ifPresent(found -> {
            if (!(found > 0) || Double.isInfinite(found)) {
                throw json.wrong(key, "a finite number above 0", found);
            }
        });
        return value;
    }

    /** A required finite number above zero. */
    double requiredPositive(final String key) {
        return positive(key).orElseThrow(() -> json.missing(key, "a finite number above 0"));
    }

    /** A token id; a negative one, as old conversions write for "none", counts as empty. */
    OptionalInt tokenId(final String key) {
        final OptionalInt value = json.integer(key);
        return value.isPresent() && value.getAsInt() < 0 ? OptionalInt.empty() : value;
    }
}
