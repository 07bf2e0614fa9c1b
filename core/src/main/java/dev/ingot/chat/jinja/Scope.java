package dev.ingot.chat.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables, and the scope around them. Belongs to one rendering. */
final class Scope {

    private final @Nullable Scope outer;
    private final Map<String, Value> variables = new HashMap<>();

    private Scope(final @Nullable Scope outer) {
        this.outer = outer;
    }

    static Scope root() {
        return new Scope(null);
    }

    Scope inner() {
        return new Scope(this);
    }

    void set(final String name, final Value value) {
        variables.put(name, value);
    }

    Value get(final String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            final Value value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return Undefined.name(name);
    }
}
