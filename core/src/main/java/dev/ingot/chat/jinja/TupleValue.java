package dev.ingot.chat.jinja;

import java.util.Collections;
import java.util.List;

/**
 * A tuple; what {@code groupby} yields has names for its two fields.
 *
 * @param items the elements, never modified after construction
 * @param names attribute names of the elements, or none
 */
record TupleValue(List<Value> items, List<String> names) implements Sequence {

    TupleValue {
        items = Collections.unmodifiableList(items);
    }

    TupleValue(final List<Value> items) {
        this(items, List.of());
    }

    static TupleValue of(final Value... items) {
        return new TupleValue(List.of(items));
    }

    @Override
    public Sequence with(final List<Value> other) {
        return new TupleValue(other);
    }

    @Override
    public String typeName() {
        return "tuple";
    }
}
