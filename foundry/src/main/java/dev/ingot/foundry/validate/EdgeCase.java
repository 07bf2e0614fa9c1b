package dev.ingot.foundry.validate;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;

/**
 * A request that is out of the ordinary.
 *
 * @param id      names it
 * @param asks    makes the request
 * @param allowed what may come of it
 */
record EdgeCase(String id, Request asks, Allowed allowed) {

    /** What may come of a request. */
    enum Allowed {
        /** An answer only. */
        ANSWER("an answer"),
        /** An error only: an answer would be to something else than was asked. */
        ERROR("an error that says what is wrong"),
        /** An answer or an error. */
        EITHER("an answer, or an error that says what is wrong");

        private final String words;

        Allowed(final String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean answer() {
            return this != ERROR;
        }

        boolean error() {
            return this != ANSWER;
        }
    }

    /** Makes a request. */
    @FunctionalInterface
    interface Request {

        /** Returns the answer; throws what the library throws. */
        String make(Generator generator, GenerationOptions options);
    }
}
