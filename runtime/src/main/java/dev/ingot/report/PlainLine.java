package dev.ingot.report;

import java.util.regex.Pattern;

/**
 * Text of a stranger as a line for a terminal. Names come with models, and a model from somewhere else must neither write lines
 * that look like ours nor move the cursor or change colours.
 */
public final class PlainLine {

    /** Control characters, what turns the direction of text, line and paragraph ends, halves of characters. */
    private static final Pattern UNSEEN = Pattern
            .compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u200E\\u200F\\u061C\\u202A-\\u202E\\u2066-\\u2069]");

    private PlainLine() {}

    /**
     * Shows what would not be seen.
     *
     * @param text any text
     * @return the text, with a backslash, the letter u and four hexadecimal digits in place of each character that a terminal
     *         would act on
     */
    public static String of(final String text) {
        return UNSEEN.matcher(text)
                .replaceAll(it -> "\\\\u%04x".formatted((int) it.group().charAt(0)));
    }
}
