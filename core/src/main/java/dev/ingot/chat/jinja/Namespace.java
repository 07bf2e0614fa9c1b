package dev.ingot.chat.jinja;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code namespace()} returns: attributes that templates may set. Belongs to one rendering. */
final class Namespace implements HostObject {

    private final Map<String, Value> attributes = new LinkedHashMap<>();

    void set(final String name, final Value value) {
        attributes.put(name, value);
    }

    Dict toDict() {
        final var dict = new Dict.Builder();
        attributes.forEach(dict::put);
        return dict.build();
    }

    @Override
    public @Nullable Value attribute(final String name) {
        return attributes.get(name);
    }

    @Override
    public boolean callable() {
        return false;
    }

    @Override
    public String typeName() {
        return "Namespace";
    }
}
