package dev.ingot.constrain.text;

import dev.ingot.error.ConstraintException;

/** A place in a text that is read character by character. For one thread. */
final class Cursor {

    /** Returned behind the last character. */
    static final int END = -1;

    private static final int MOST_CHARACTERS = 1_000_000;

    private final String kind;
    private final String text;
    private int at;

    Cursor(final String kind, final String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new ConstraintException(kind, "",
                    "expected at most " + MOST_CHARACTERS + " characters, found " + text.length());
        }
        requireWhole(kind, text);
        this.kind = kind;
        this.text = text;
    }

    /** Refuses texts that have no UTF-8. */
    static void requireWhole(final String kind, final String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (text.codePointAt(i) >= Character.MIN_SURROGATE
                    && text.codePointAt(i) <= Character.MAX_SURROGATE) {
                throw new ConstraintException(kind, place(text, i), "half of a character (a lone surrogate)");
            }
        }
    }

    /** Returns the character at this place, or {@link #END}. */
    int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Returns the character at this place and goes on. */
    int next() {
        final int codePoint = peek();
        if (codePoint == END) {
            throw fault("expected more, found the end");
        }
        at += Character.charCount(codePoint);
        return codePoint;
    }

    boolean startsWith(final String expected) {
        return text.startsWith(expected, at);
    }

    /** Goes over a text if it is here. */
    boolean skip(final String expected) {
        if (startsWith(expected)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    void expect(final String expected) {
        if (!skip(expected)) {
            throw fault("expected " + expected + ", found " + found());
        }
    }

    String found() {
        return atEnd() ? "the end" : "\"" + Character.toString(peek()) + "\"";
    }

    /** Reads digits of a base, exactly so many. */
    int hex(final int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            final int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw fault("expected " + digits + " hexadecimal digits, found " + found());
            }
            value = value << 4 | digit;
            next();
        }
        return value;
    }

    /** Reads the code of a character, in so many hexadecimal digits. */
    int character(final int digits) {
        final int codePoint = hex(digits);
        if (!Character.isValidCodePoint(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
            throw fault("expected the code of a character, found " + Integer.toHexString(codePoint));
        }
        return codePoint;
    }

    /** Reads a decimal number of at most six digits. */
    int number() {
        final int begin = at;
        int value = 0;
        while (peek() >= '0' && peek() <= '9') {
            value = value * 10 + next() - '0';
            if (at - begin > 6) {
                throw fault("expected a number below 1000000");
            }
        }
        if (at == begin) {
            throw fault("expected a number, found " + found());
        }
        return value;
    }

    int position() {
        return at;
    }

    void back(final int position) {
        at = position;
    }

    String since(final int position) {
        return text.substring(position, at);
    }

    /** Says what is wrong at this place. */
    ConstraintException fault(final String reason) {
        return new ConstraintException(kind, place(text, at), reason);
    }

    /** Says where a position is. */
    String place(final int position) {
        return place(text, position);
    }

    private static String place(final String text, final int at) {
        final String before = text.substring(0, at);
        final int lines = (int) before.chars().filter(c -> c == '\n').count();
        final int column = before.length() - before.lastIndexOf('\n');
        return text.indexOf('\n') < 0 ? "column " + column : "line " + (lines + 1) + ", column " + column;
    }
}
