package dev.ingot.foundry.service.openai.answer;

import dev.ingot.runtime.FinishReason;

/** Why answers end, in OpenAI's words. */
public final class Finish {

    private Finish() {}

    /**
     * Returns the word for a reason.
     *
     * @param reason of an answer that was not cancelled
     * @return stop, length or tool_calls
     */
    public static String of(final FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case LENGTH, DEADLINE, CANCELLED -> "length";
        };
    }
}
