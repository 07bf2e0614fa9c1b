package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;

/** Refuses options out of their range. */
final class Ranges {

    private Ranges() {}

    static void check(final boolean right, final String option, final String range, final Object found) {
        if (!right) {
            throw new InvalidOptionException(option + ": expected " + range + ", found " + found);
        }
    }
}
