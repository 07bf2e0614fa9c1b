package dev.ingot.runtime;

import java.util.Optional;

/**
 * One generated token as a stream delivers it. The texts of all of them make up the answer.
 *
 * @param id       its id, or {@link #NONE} where text comes that was held back after the last token
 * @param text     the characters that became complete with it; empty while a character is still incomplete, or while the
 *                 text might be the beginning of a stop string
 * @param logprobs how probable it was, where {@link GenerationOptions#logprobs} asks for that
 */
public record Token(int id, String text, Optional<Logprobs> logprobs) {

    /** Stands where no token belongs to the text. */
    public static final int NONE = -1;

    /**
     * Makes one without probabilities.
     *
     * @param id   its id, or {@link #NONE}
     * @param text the characters that became complete with it
     */
    public Token(final int id, final String text) {
        this(id, text, Optional.empty());
    }
}
