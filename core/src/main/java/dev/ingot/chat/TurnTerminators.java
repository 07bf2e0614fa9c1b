package dev.ingot.chat;

import java.util.Optional;

/** Finds the token that ends an assistant's turn. */
public final class TurnTerminators {

    private TurnTerminators() {}

    /**
     * Returns the text of the token that ends the assistant's turn.
     *
     * @param modelType {@code model_type} of config.json
     * @param template  the model's template
     * @return for example {@code <|im_end|>}; empty when the template shows none
     */
    public static Optional<String> of(final String modelType, final ChatTemplate template) {
        return Optional.empty();
    }
}
