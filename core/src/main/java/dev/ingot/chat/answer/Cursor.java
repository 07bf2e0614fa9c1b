package dev.ingot.chat.answer;

import dev.ingot.error.ModelFormatException;
import dev.ingot.json.JsonFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads forward in the part of an answer that is there. Whatever fails only because the text ends says so, so that it can
 * be tried again when there is more. For one attempt.
 */
final class Cursor {

    private static final Path SOURCE = Path.of("answer");

    private final CharSequence text;
    private final boolean ended;
    private int at;
    private boolean starved;

    /**
     * Begins to read.
     *
     * @param text  what is there
     * @param start where to begin
     * @param ended whether nothing more will come
     */
    Cursor(final CharSequence text, final int start, final boolean ended) {
        this.text = text;
        this.at = start;
        this.ended = ended;
    }

    int position() {
        return at;
    }

    void moveTo(final int position) {
        at = position;
    }

    /** Tells whether something failed that more text could change. */
    boolean starved() {
        return starved;
    }

    /** Tells whether the answer is over here. */
    boolean isOver() {
        return ended && at == text.length();
    }

    /** Returns the next character, or -1. */
    int peek() {
        if (at < text.length()) {
            return text.charAt(at);
        }
        starve();
        return -1;
    }

    private void starve() {
        starved |= !ended;
    }

    /** Goes over a text if it comes next. */
    boolean take(final String expected) {
        final int length = Math.min(expected.length(), text.length() - at);
        for (int i = 0; i < length; i++) {
            if (text.charAt(at + i) != expected.charAt(i)) {
                return false;
            }
        }
        if (length < expected.length()) {
            starve();
            return false;
        }
        at += length;
        return true;
    }

    /** Goes over a closing text; at the very end of an answer it may be missing. */
    boolean close(final String expected) {
        return isOver() || take(expected);
    }

    void blanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    static boolean isBlank(final char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Reads letters, digits and {@code _.-}, at least one; whether the name goes on must be known. */
    Optional<String> name() {
        final int start = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        final boolean open = at == text.length() && !ended;
        if (open) {
            starve();
        }
        return at == start || open ? Optional.empty() : Optional.of(text.subSequence(start, at).toString());
    }

    private static boolean isName(final char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    /** Reads up to a text, which stays and must begin within some characters. */
    Optional<String> until(final String end, final int most) {
        for (int i = at; i < text.length() && i - at <= most; i++) {
            final var there = new Cursor(text, i, ended);
            if (there.take(end)) {
                final var found = text.subSequence(at, i).toString();
                at = i;
                return Optional.of(found);
            }
        }
        if (text.length() - at <= most + end.length()) {
            starve();
        }
        return Optional.empty();
    }

    /** Goes forward to a text that begins at an index or behind it; stays where it is if there is none. */
    boolean seek(final String expected, final int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == expected.charAt(0)) {
                final var there = new Cursor(text, i, ended);
                if (there.take(expected)) {
                    at = i;
                    return true;
                }
            }
        }
        starve();
        return false;
    }

    /** Returns a part of the text. */
    String text(final int start, final int end) {
        return text.subSequence(start, end).toString();
    }

    /** Reads a JSON object or array. */
    Optional<Object> json() {
        final int end = JsonExtent.end(text, at);
        if (end == JsonExtent.OPEN) {
            starve();
        }
        if (end < 0) {
            return Optional.empty();
        }
        final var value = parse(text.subSequence(at, end).toString());
        at = end;
        return value;
    }

    /** Parses a whole text. */
    static Optional<Object> parse(final String json) {
        try {
            final @Nullable Object value = JsonFiles.parseValue(SOURCE, json);
            return Optional.ofNullable(value);
        } catch (ModelFormatException e) {
            // What is no JSON is no call.
            return Optional.empty();
        }
    }
}
