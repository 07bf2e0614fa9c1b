package dev.ingot.foundry.validate;

import dev.ingot.runtime.FinishReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one request.
 *
 * @param text         the answer, as a user reads it; empty when there is none
 * @param tokens       ids of the answer
 * @param promptTokens how many the prompt has
 * @param finish       why it ended; empty when it failed
 * @param failure      what went wrong, in a sentence; empty when there is an answer
 * @param time         from the request to its end
 * @param firstToken   from the request to the first token; empty when there is none
 * @param speed        tokens per second after the first; 0 for fewer than two
 */
record Reply(String text, List<Integer> tokens, int promptTokens, Optional<FinishReason> finish,
        Optional<String> failure, Duration time, Optional<Duration> firstToken, double speed) {

    static Reply failed(final String failure, final Duration time) {
        return new Reply("", List.of(), 0, Optional.empty(), Optional.of(failure), time, Optional.empty(), 0);
    }

    boolean answered() {
        return failure.isEmpty();
    }

    boolean cutOff() {
        return finish.equals(Optional.of(FinishReason.LENGTH));
    }
}
