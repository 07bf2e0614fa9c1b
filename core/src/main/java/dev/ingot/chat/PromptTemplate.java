package dev.ingot.chat;

import dev.ingot.error.InvalidOptionException;

/**
 * The four strings of inference_model.json. Each holds the placeholder {@code {Content}} where the text of the message
 * goes.
 *
 * @param system    wraps a system message
 * @param user      wraps a user message
 * @param assistant wraps an assistant message
 * @param prompt    wraps the last user message and opens the assistant's turn
 */
public record PromptTemplate(String system, String user, String assistant, String prompt) {

    /** Stands for the text of the message. */
    public static final String PLACEHOLDER = "{Content}";

    /** Checks that every string has the placeholder. */
    public PromptTemplate {
        require("system", system);
        require("user", user);
        require("assistant", assistant);
        require("prompt", prompt);
    }

    private static void require(final String key, final String text) {
        if (!text.contains(PLACEHOLDER)) {
            throw new InvalidOptionException(
                    "prompt template: " + key + " must contain " + PLACEHOLDER + ", found \"" + text + "\"");
        }
    }
}
