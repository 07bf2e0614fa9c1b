package dev.ingot.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small changes to a file's top-level object; what is not named keeps its value and its place in the order. Works on a
 * copy of its own. Not thread-safe.
 */
public final class JsonEdit {

    private final Map<String, @Nullable Object> values;

    /**
     * Begins with a file's content.
     *
     * @param json the file's object
     */
    public JsonEdit(final JsonObject json) {
        this.values = new LinkedHashMap<>(json.asMap());
    }

    /**
     * Sets a value; objects on the way are made where they are missing.
     *
     * @param path  keys from the top, for example {@code model.eos_token_id}
     * @param value map, list, string, number, boolean, or null
     */
    public void set(final String path, final @Nullable Object value) {
        parent(path).put(last(path), value);
    }

    /**
     * Removes a key; one that is not there is fine.
     *
     * @param path keys from the top
     */
    public void remove(final String path) {
        if (holds(path)) {
            parent(path).remove(last(path));
        }
    }

    private boolean holds(final String path) {
        @Nullable
        Object value = values;
        for (final String key : path.split("\\.", -1)) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(key)) {
                return false;
            }
            value = map.get(key);
        }
        return true;
    }

    /**
     * Gives a key of the top level another name.
     *
     * @param from its name
     * @param to   its new name
     */
    public void rename(final String from, final String to) {
        final var all = new LinkedHashMap<>(values);
        values.clear();
        all.forEach((key, value) -> values.put(key.equals(from) ? to : key, value));
    }

    private Map<String, @Nullable Object> parent(final String path) {
        Map<String, @Nullable Object> object = values;
        final String[] keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            final var copy = new LinkedHashMap<String, @Nullable Object>();
            if (object.get(keys[i]) instanceof Map<?, ?> map) {
                map.forEach((key, value) -> copy.put(String.valueOf(key), value));
            }
            object.put(keys[i], copy);
            object = copy;
        }
        return object;
    }

    private static String last(final String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /**
     * Returns the changed content.
     *
     * @param indent spaces per level
     * @return the file's new text
     */
    public String text(final int indent) {
        return JsonFiles.pretty(values, indent);
    }
}
