package dev.ingot.runtime;

/**
 * One generated token as a stream delivers it. The texts of all of them make up the answer.
 *
 * @param id   its id, or {@link #NONE} where text comes that was held back after the last token
 * @param text the characters that became complete with it; empty while a character is still incomplete, or while the
 *             text might be the beginning of a stop string
 */
public record Token(int id, String text) {

    /** Stands where no token belongs to the text. */
    public static final int NONE = -1;
}
