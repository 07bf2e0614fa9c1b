package dev.ingot.foundry.validate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an answer has to be, whatever it says. */
public enum Format {
    /** Not blank. */
    TEXT,
    /** Not blank, and without a line break. */
    LINE,
    /** A number, and nothing else. */
    NUMBER,
    /** One JSON document and nothing else; a fence of Markdown around it is something else. */
    JSON,
    /** A JSON object. */
    JSON_OBJECT,
    /** A JSON array. */
    JSON_ARRAY;

    /**
     * Returns the name that suites have for it.
     *
     * @return for example {@code json_object}
     */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> of(final String key) {
        return Arrays.stream(values()).filter(it -> it.key().equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Format::key).toList();
    }
}
