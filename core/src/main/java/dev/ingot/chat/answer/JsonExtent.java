package dev.ingot.chat.answer;

import java.util.BitSet;

/** Finds where a JSON object or array ends, or at which character at the latest it turns out to be none. */
final class JsonExtent {

    /** The text ends before the value does. */
    static final int OPEN = -1;
    /** It is no JSON. */
    static final int WRONG = -2;

    private static final int MAX_DEPTH = 500;
    private static final String PLAIN = "+-.0123456789Eaeflnrstu";

    private final CharSequence text;
    private final BitSet objects = new BitSet(); // by depth: whether it is an object
    private int depth;
    private int at;

    private JsonExtent(final CharSequence text, final int start) {
        this.text = text;
        this.at = start;
    }

    /**
     * Looks for the end. Numbers, literals and escapes are not looked into: whoever parses the value does that.
     *
     * @param text  the text
     * @param start of the value
     * @return index behind it, or {@link #OPEN}, or {@link #WRONG}
     */
    static int end(final CharSequence text, final int start) {
        return new JsonExtent(text, start).end();
    }

    private int end() {
        boolean value = true; // wanted next; else a comma or an end
        boolean fresh = false; // just behind an opening bracket
        while (at < text.length()) {
            final char c = text.charAt(at);
            if (Cursor.isBlank(c)) {
                at++;
            } else if (isEnd(c) && (fresh || !value)) {
                if (objects.get(depth) != (c == '}')) {
                    return WRONG;
                }
                at++;
                if (--depth == 0) {
                    return at;
                }
                value = false;
                fresh = false;
            } else if (!value) {
                if (c != ',') {
                    return WRONG;
                }
                at++;
                value = true;
            } else {
                final int key = depth > 0 && objects.get(depth) ? key() : at;
                if (key < 0) {
                    return key;
                }
                if (at == text.length()) {
                    return OPEN;
                }
                final char first = text.charAt(at);
                fresh = first == '{' || first == '[';
                value = fresh;
                final int went = fresh ? enter(first) : scalar();
                if (went < 0) {
                    return went;
                }
            }
        }
        return OPEN;
    }

    private static boolean isEnd(final char c) {
        return c == '}' || c == ']';
    }

    private int enter(final char bracket) {
        if (++depth > MAX_DEPTH) {
            return WRONG;
        }
        objects.set(depth, bracket == '{');
        return ++at;
    }

    /** Goes over a key and its colon, up to the value. */
    private int key() {
        final int string = text.charAt(at) == '"' ? string() : WRONG;
        if (string < 0) {
            return string;
        }
        skipBlanks();
        if (at == text.length()) {
            return OPEN;
        }
        if (text.charAt(at) != ':') {
            return WRONG;
        }
        at++;
        skipBlanks();
        return at;
    }

    private void skipBlanks() {
        while (at < text.length() && Cursor.isBlank(text.charAt(at))) {
            at++;
        }
    }

    private int scalar() {
        if (depth == 0) {
            return WRONG;
        }
        if (text.charAt(at) == '"') {
            return string();
        }
        final int start = at;
        while (at < text.length() && PLAIN.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at == start ? WRONG : at;
    }

    private int string() {
        for (int i = at + 1; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return at;
            }
            if (c < ' ') {
                return WRONG;
            }
            if (c == '\\') {
                i++;
            }
        }
        return OPEN;
    }
}
