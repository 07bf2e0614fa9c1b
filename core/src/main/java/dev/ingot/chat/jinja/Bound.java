package dev.ingot.chat.jinja;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a builtin, matched with its parameters.
 *
 * @param function name of the builtin, for messages
 * @param values   one per parameter, null where not given
 * @param raw      as they were given
 */
record Bound(String function, List<@Nullable Value> values, Arguments raw) {

    Optional<Value> find(final int index) {
        return Optional.ofNullable(values.get(index));
    }

    /** Returns an argument; one that is not given or None counts as absent. */
    Optional<Value> present(final int index) {
        return find(index).filter(value -> value != None.NONE);
    }

    Value get(final int index) {
        return find(index).orElseThrow();
    }

    boolean flag(final int index) {
        return find(index).map(Operations::truth).orElse(false);
    }

    String string(final int index) {
        return switch (get(index)) {
            case Str s -> s.value();
            case Undefined undefined -> throw undefined.fault();
            case Value other -> throw new Fault(
                    function + "() expects a string, not " + other.typeName());
        };
    }

    String string(final int index, final String otherwise) {
        return present(index).isPresent() ? string(index) : otherwise;
    }

    int integer(final int index) {
        final Value value = get(index);
        return switch (value) {
            case Undefined undefined -> throw undefined.fault();
            default -> Numbers.integer(value).map(i -> new Int(i).clamped()).orElseThrow(() -> new Fault(
                    "'" + value.typeName() + "' object cannot be interpreted as an integer"));
        };
    }

    int integer(final int index, final int otherwise) {
        return present(index).isPresent() ? integer(index) : otherwise;
    }
}
