package dev.ingot.chat;

import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what the fixtures hold. */
public final class Goldens {

    /** The time that templates see in all fixtures. */
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2025-03-09T14:05:07Z"), ZoneOffset.UTC);

    private Goldens() {}

    /** Returns the path of a file or directory among the fixtures. */
    public static Path fixture(final String name) {
        return Path.of(Objects.requireNonNull(System.getProperty("ingot.fixtures"))).resolve(name);
    }

    /** Reads a JSON file whose top level is an object. */
    public static Map<String, @Nullable Object> read(final Path file) {
        return JsonFiles.read(file).asMap();
    }

    /** Returns a nested object. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> object(final Map<String, @Nullable Object> parent,
            final String key) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(parent.get(key), key);
    }

    /** Returns a list of objects; an empty one when there is none. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, @Nullable Object>> objects(final Map<String, @Nullable Object> parent,
            final String key) {
        final Object value = parent.get(key);
        return value == null ? List.of() : (List<Map<String, @Nullable Object>>) value;
    }

    /** Returns a string. */
    public static String string(final Map<String, @Nullable Object> parent, final String key) {
        return (String) Objects.requireNonNull(parent.get(key), key);
    }
}
