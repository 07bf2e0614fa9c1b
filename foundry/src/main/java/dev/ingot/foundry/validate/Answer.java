package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An answer to an item of a suite, and what is to be said of it.
 *
 * @param item       what was asked
 * @param text       what was answered; empty when there is no answer
 * @param tokens     how many it has
 * @param time       from the request to its end
 * @param firstToken from the request to the first token; empty when there is none
 * @param f1         words in common with the expected answer, the best of several, from 0 to 1; empty when none is known
 * @param cosine     of the answer and the expected one as vectors, the best of several; empty when none is known or the model
 *                   has no vectors
 * @param repetition part of its runs of four tokens that stood there before, from 0 to 1
 * @param loops      whether it goes round in circles
 * @param cutOff     whether the limit of tokens ended it
 * @param formatted  whether it has the format that is demanded; empty when none is
 * @param wrong      what is wrong with it, one sentence each; empty when all that is demanded holds
 */
public record Answer(SuiteItem item, String text, int tokens, Duration time, Optional<Duration> firstToken,
        OptionalDouble f1, OptionalDouble cosine, double repetition, boolean loops, boolean cutOff,
        Optional<Boolean> formatted, List<String> wrong) {

    /** Copies the list. */
    public Answer {
        wrong = List.copyOf(wrong);
    }

    /**
     * Tells whether all that is demanded holds.
     *
     * @return true if so
     */
    public boolean right() {
        return wrong.isEmpty();
    }
}
