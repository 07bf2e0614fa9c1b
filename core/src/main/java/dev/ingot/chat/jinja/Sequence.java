package dev.ingot.chat.jinja;

import java.util.List;

/** A value with elements in order that can be indexed. */
sealed interface Sequence extends Value permits ListValue, TupleValue, RangeValue {

    /**
     * Returns the elements.
     *
     * @return an unmodifiable list
     */
    List<Value> items();

    /**
     * Makes a sequence of the same type, for slices.
     *
     * @param items its elements
     * @return the sequence
     */
    Sequence with(List<Value> items);
}
