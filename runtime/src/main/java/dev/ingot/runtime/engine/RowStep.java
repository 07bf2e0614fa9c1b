package dev.ingot.runtime.engine;

import java.util.concurrent.CompletableFuture;

/**
 * One token that continues one sequence; several such steps can be made as one.
 *
 * @param sequence lent to the thread that waits
 * @param token    its next one
 * @param control  stops it
 * @param done     when it was made; false if it was stopped
 */
record RowStep(Sequence sequence, int token, RunControl control, CompletableFuture<Boolean> done) {

    /** Tells whether both can be made as one. */
    boolean fits(final RowStep other) {
        return control.adapter() == other.control.adapter() && sequence.rotatedAs(other.sequence);
    }
}
