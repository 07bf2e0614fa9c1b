package dev.ingot.constrain.match;

import org.jspecify.annotations.Nullable;

/**
 * Everywhere that a text may stand in its grammar. What follows is found out once and kept; it is written under the lock
 * of the table and may be read without: what is not seen yet is looked up under the lock, and all that a state is made
 * of is final.
 */
final class State {

    private static final long[] NONE = {};

    final long[] places; // links: a state that expects a byte, and its frame
    final boolean accepting;
    State @Nullable [] next; // by class of byte; null until something was looked up

    @Nullable
    TokenMask mask;

    State(final long[] places, final boolean accepting) {
        this.places = places.length == 0 ? NONE : places;
        this.accepting = accepting;
    }

    /** Tells whether no byte may follow. */
    boolean isEnd() {
        return places.length == 0;
    }

    /** Tells whether a text cannot stand here. */
    boolean isDead() {
        return places.length == 0 && !accepting;
    }
}
