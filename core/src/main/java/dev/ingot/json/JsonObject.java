package dev.ingot.json;

import dev.ingot.error.ModelFormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that knows its file and its place in it, so that every wrong value is reported as {@code file: key:
 * expected ..., found ...}. A key with the value null counts as absent. Immutable.
 */
public final class JsonObject {

    private final Path file;
    private final String path;
    private final Map<String, @Nullable Object> values;

    private JsonObject(final Path file, final String path, final Map<String, @Nullable Object> values) {
        this.file = file;
        this.path = path;
        this.values = values;
    }

    static JsonObject root(final Path file, final @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject(file, "", cast(map));
        }
        throw ModelFormatException.of(file, "a JSON object", describe(value));
    }

    /**
     * Returns the file, for messages.
     *
     * @return its path
     */
    public Path file() {
        return file;
    }

    /**
     * Returns the keys in file order, those with null values included.
     *
     * @return the keys
     */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * Tells whether a key is there with a value other than null.
     *
     * @param key the key
     * @return true if so
     */
    public boolean has(final String key) {
        return values.get(key) != null;
    }

    /**
     * Returns the value as the parser left it.
     *
     * @param key the key
     * @return map, list, string, number, boolean, or null
     */
    public @Nullable Object raw(final String key) {
        return values.get(key);
    }

    /**
     * Returns all values as the parser left them.
     *
     * @return an unmodifiable view
     */
    public Map<String, @Nullable Object> asMap() {
        return Collections.unmodifiableMap(values);
    }

    /**
     * Returns a string.
     *
     * @param key the key
     * @return its value, or empty when absent
     */
    public Optional<String> string(final String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case String s -> Optional.of(s);
            case Object other -> throw wrong(key, "a string", other);
        };
    }

    /**
     * Returns an integer.
     *
     * @param key the key
     * @return its value, or empty when absent; 2.0 counts as 2
     */
    public OptionalInt integer(final String key) {
        return switch (values.get(key)) {
            case null -> OptionalInt.empty();
            case Integer i -> OptionalInt.of(i);
            case Double d when d == Math.rint(d) && Math.abs(d) < Integer.MAX_VALUE ->
                OptionalInt.of(d.intValue());
            case Object other -> throw wrong(key, "an integer of at most 31 bits", other);
        };
    }

    /**
     * Returns a number.
     *
     * @param key the key
     * @return its value, or empty when absent
     */
    public OptionalDouble number(final String key) {
        return switch (values.get(key)) {
            case null -> OptionalDouble.empty();
            case Number n -> OptionalDouble.of(n.doubleValue());
            case Object other -> throw wrong(key, "a number", other);
        };
    }

    /**
     * Returns a truth value.
     *
     * @param key the key
     * @return its value, or empty when absent
     */
    public Optional<Boolean> bool(final String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case Boolean b -> Optional.of(b);
            case Object other -> throw wrong(key, "true or false", other);
        };
    }

    /**
     * Returns a nested object.
     *
     * @param key the key
     * @return the object, or empty when absent
     */
    public Optional<JsonObject> object(final String key) {
        return switch (values.get(key)) {
            case null -> Optional.empty();
            case Map<?, ?> map -> Optional.of(new JsonObject(file, pathOf(key), cast(map)));
            case Object other -> throw wrong(key, "an object", other);
        };
    }

    /**
     * Returns this object without some keys.
     *
     * @param keys those to leave out
     * @return an object at the same place
     */
    public JsonObject without(final Collection<String> keys) {
        final Map<String, @Nullable Object> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(keys);
        return new JsonObject(file, path, rest);
    }

    /**
     * Returns a list of objects.
     *
     * @param key the key
     * @return the list, or empty when absent
     */
    public Optional<List<JsonObject>> objects(final String key) {
        return list(key, "a list of objects", Object.class).map(elements -> {
            final var result = new ArrayList<JsonObject>(elements.size());
            for (final Object element : elements) {
                if (!(element instanceof Map<?, ?> map)) {
                    throw wrong(key, "a list of objects", element);
                }
                result.add(new JsonObject(file, pathOf(key) + "[" + result.size() + "]", cast(map)));
            }
            return List.copyOf(result);
        });
    }

    /**
     * Returns a list of strings.
     *
     * @param key the key
     * @return the list, or empty when absent
     */
    public Optional<List<String>> strings(final String key) {
        return list(key, "a list of strings", String.class);
    }

    /**
     * Returns one integer or a list of them, as Hugging Face writes end-of-sequence ids.
     *
     * @param key the key
     * @return the integers; an empty list when absent
     */
    public List<Integer> integers(final String key) {
        if (values.get(key) instanceof Integer one) {
            return List.of(one);
        }
        return list(key, "an integer or a list of integers", Integer.class).orElse(List.of());
    }

    /**
     * Returns a list of numbers.
     *
     * @param key the key
     * @return the list, or empty when absent
     */
    public Optional<List<Double>> numbers(final String key) {
        return list(key, "a list of numbers", Number.class)
                .map(l -> l.stream().map(Number::doubleValue).toList());
    }

    private <T> Optional<List<T>> list(final String key, final String expected, final Class<T> type) {
        final @Nullable Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, expected, value);
        }
        final var result = new ArrayList<T>(list.size());
        for (final Object element : list) {
            if (!type.isInstance(element)) {
                throw wrong(key, expected, element);
            }
            result.add(type.cast(element));
        }
        return Optional.of(Collections.unmodifiableList(result));
    }

    /**
     * Returns the exception for a required key that is not there.
     *
     * @param key      the key
     * @param expected what it should hold
     * @return the exception, to be thrown
     */
    public ModelFormatException missing(final String key, final String expected) {
        return ModelFormatException.of(file, pathOf(key), expected, "nothing");
    }

    /**
     * Returns the exception for a value that is not acceptable.
     *
     * @param key      the key
     * @param expected what it should hold
     * @param found    what it holds
     * @return the exception, to be thrown
     */
    public ModelFormatException wrong(final String key, final String expected, final @Nullable Object found) {
        return ModelFormatException.of(file, pathOf(key), expected, describe(found));
    }

    /**
     * Returns the place of a key in the file.
     *
     * @param key the key
     * @return for example {@code rope_scaling.factor}
     */
    public String pathOf(final String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String describe(final @Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String s -> "\"" + (s.length() > 60 ? s.substring(0, 60) + "..." : s) + "\"";
            case Map<?, ?> ignored -> "an object";
            case List<?> list -> "a list of " + list.size();
            case Object other -> String.valueOf(other);
        };
    }

    private static Map<String, @Nullable Object> cast(final Map<?, ?> map) {
        final var result = new LinkedHashMap<String, @Nullable Object>(map.size() * 2);
        map.forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }
}
