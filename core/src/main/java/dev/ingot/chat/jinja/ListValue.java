package dev.ingot.chat.jinja;

import java.util.Collections;
import java.util.List;

/**
 * A list. The sandbox lets no template change one.
 *
 * @param items the elements, never modified after construction
 */
record ListValue(List<Value> items) implements Sequence {

    ListValue {
        items = Collections.unmodifiableList(items);
    }

    @Override
    public Sequence with(final List<Value> other) {
        return new ListValue(other);
    }

    @Override
    public String typeName() {
        return "list";
    }
}
