package dev.ingot.runtime;

import java.util.List;
import java.util.Optional;

/**
 * What came out of a request.
 *
 * @param promptTokens ids of the prompt
 * @param tokens       ids generated, without the end-of-sequence token
 * @param text         the answer; without special tokens and without the stop string that ended it
 * @param finishReason why it ended
 * @param timings      how long it took
 * @param logprobs     of each token, where {@link GenerationOptions#logprobs} asked for them; else empty
 * @param drafts       how guesses fared, where {@link GenerationOptions#speculation} asked for them; else empty
 */
public record Generation(List<Integer> promptTokens, List<Integer> tokens, String text,
        FinishReason finishReason, Timings timings, List<Logprobs> logprobs,
        Optional<Drafts> drafts) {

    /** Copies the lists. */
    public Generation {
        promptTokens = List.copyOf(promptTokens);
        tokens = List.copyOf(tokens);
        logprobs = List.copyOf(logprobs);
    }
}
