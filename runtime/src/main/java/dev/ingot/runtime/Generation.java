package dev.ingot.runtime;

import dev.ingot.chat.answer.Answer;
import dev.ingot.chat.answer.ToolCall;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a request.
 *
 * @param promptTokens ids of the prompt
 * @param cachedTokens of the prompt that needed not be computed
 * @param tokens       ids generated, without the end-of-sequence token
 * @param text         the answer; without special tokens and without the stop string that ended it
 * @param finishReason why it ended
 * @param timings      how long it took
 * @param logprobs     of each token, where {@link GenerationOptions#logprobs} asked for them; else empty
 * @param drafts       how guesses fared, where {@link GenerationOptions#speculation} asked for them; else empty
 * @param answer       the text taken apart, in conversations; else the text is its content
 */
public record Generation(List<Integer> promptTokens, int cachedTokens, List<Integer> tokens,
        String text, FinishReason finishReason, Timings timings, List<Logprobs> logprobs,
        Optional<Drafts> drafts, Answer answer) {

    /** Copies the lists. */
    public Generation {
        promptTokens = List.copyOf(promptTokens);
        tokens = List.copyOf(tokens);
        logprobs = List.copyOf(logprobs);
    }

    /**
     * Returns what the user shall read.
     *
     * @return the text without reasoning and calls
     */
    public String content() {
        return answer.content();
    }

    /**
     * Returns what the model thought before it answered.
     *
     * @return the reasoning; empty if there is none
     */
    public String reasoning() {
        return answer.reasoning();
    }

    /**
     * Returns the tools that the model wants to be called.
     *
     * @return the calls, in the order of the answer
     */
    public List<ToolCall> toolCalls() {
        return answer.toolCalls();
    }
}
