package dev.ingot.foundry.service.openai.answer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object while it is put together, in the order of its keys. For one thread. */
public final class Json {

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private Json() {}

    /**
     * Begins an object.
     *
     * @param key   the first key
     * @param value its value
     * @return the object
     */
    public static Json of(final String key, final @Nullable Object value) {
        return new Json().and(key, value);
    }

    /**
     * Adds a member.
     *
     * @param key   the key
     * @param value its value
     * @return this object
     */
    public Json and(final String key, final @Nullable Object value) {
        values.put(key, value);
        return this;
    }

    /**
     * Adds all members of another object.
     *
     * @param others the members
     * @return this object
     */
    public Json andAll(final Map<String, ? extends @Nullable Object> others) {
        values.putAll(others);
        return this;
    }

    /**
     * Returns what was put together.
     *
     * @return the members
     */
    public Map<String, @Nullable Object> map() {
        return values;
    }
}
