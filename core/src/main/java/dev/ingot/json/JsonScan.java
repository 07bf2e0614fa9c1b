package dev.ingot.json;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the bytes of a JSON text in UTF-8 whose shape is expected. A fresh JVM is through with megabytes in a fraction of
 * the time that a general parser takes to be compiled: these are a few short loops over one array.
 *
 * <p>It knows less. At the first thing that it does not know (a fraction, half of a character, anything that is wrong) it is no
 * longer {@link #isSound sound}, and from then on finds nothing more; who uses it begins anew with {@link JsonStream}, which
 * takes whatever this class takes, and says what is wrong with the rest. Not thread-safe.
 *
 * <pre>
 * for (boolean more = scan.open('{', '}'); more; more = scan.more('}')) {
 *     scan.key();
 *     ...                                            // exactly one value
 * }
 * </pre>
 */
public final class JsonScan {

    private static final int MAX_DEPTH = 100;
    private static final int MAX_DIGITS = 9;
    private static final int HEX = 16;
    private static final int UNIT = 4;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final byte[] text;
    private int at;
    private int start;
    private int end;
    private boolean sound = true;

    /**
     * Begins.
     *
     * @param text the bytes; strings with escapes are replaced by what they mean, in place
     */
    public JsonScan(final byte[] text) {
        this.text = text;
    }

    /**
     * Tells whether everything so far was understood.
     *
     * @return false if nothing can be said of this text
     */
    public boolean isSound() {
        return sound;
    }

    /** Gives up. */
    public void doubt() {
        sound = false;
    }

    /**
     * Tells what comes next.
     *
     * @param mark the first byte of a value
     * @return true if so
     */
    public boolean isNext(final int mark) {
        blanks();
        return sound && at < text.length && text[at] == mark;
    }

    /**
     * Enters an object or array.
     *
     * @param opening its first byte; gives up if something else is there
     * @param closing its last byte
     * @return true if a member or an element follows
     */
    public boolean open(final int opening, final int closing) {
        expect(opening);
        if (isNext(closing)) {
            at++;
            return false;
        }
        return sound;
    }

    /**
     * Goes on behind a value.
     *
     * @param closing the last byte of what it is in
     * @return true if another one follows
     */
    public boolean more(final int closing) {
        if (isNext(',')) {
            at++;
            return true;
        }
        expect(closing);
        return false;
    }

    /** Reads the key of a member: a string, until the next one is read. */
    public void key() {
        string();
        expect(':');
    }

    /** Reads a string; gives up, and takes it for empty, if there is none. */
    public void string() {
        expect('"');
        start = at;
        int to = at;
        while (sound && at < text.length && text[at] != '"') {
            if (text[at] == '\\') {
                to = escape(to);
            } else if (text[at] >= ' ') {
                text[to++] = text[at++];
            } else {
                to = character(to);
            }
        }
        end = to;
        expect('"');
        if (!sound) {
            start = 0;
            end = 0;
        }
    }

    /**
     * Returns where the last string begins.
     *
     * @return index of its first byte
     */
    public int start() {
        return start;
    }

    /**
     * Returns where the last string ends.
     *
     * @return index behind its last byte
     */
    public int end() {
        return end;
    }

    /**
     * Compares the last string.
     *
     * @param ascii other text
     * @return true if they are the same
     */
    public boolean is(final String ascii) {
        boolean same = end - start == ascii.length();
        for (int i = start; same && i < end; i++) {
            same = text[i] == ascii.charAt(i - start);
        }
        return same;
    }

    /** Reads a whole number of at most nine digits; gives up if there is none. */
    public void number() {
        blanks();
        final int first = at;
        int digits = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
            digits++;
        }
        sound &= digits > 0 && digits <= MAX_DIGITS && (digits == 1 || text[first] != '0');
    }

    /** Reads any value. */
    public void skip() {
        skip(MAX_DEPTH);
    }

    private void skip(final int depth) {
        blanks();
        switch (at < text.length && depth > 0 ? text[at] : 0) {
            case '"' -> string();
            case '{' -> {
                for (boolean more = open('{', '}'); more; more = more('}')) {
                    key();
                    skip(depth - 1);
                }
            }
            case '[' -> {
                for (boolean more = open('[', ']'); more; more = more(']')) {
                    skip(depth - 1);
                }
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    /** Reads what stands behind the last value; gives up if that is more than blanks. */
    public void finish() {
        blanks();
        sound &= at == text.length;
    }

    private void word(final String word) {
        for (int i = 0; i < word.length(); i++) {
            sound &= at < text.length && text[at] == word.charAt(i);
            at++;
        }
    }

    private void expect(final int mark) {
        blanks();
        sound &= at < text.length && text[at] == mark;
        at++;
    }

    private void blanks() {
        while (at < text.length
                && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    /** Moves a character of several bytes down, and returns where the next one goes. */
    private int character(final int to) {
        final int first = text[at] & 0xFF;
        final int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        sound &= first >= 0xC2 && first <= 0xF4 && at + length <= text.length
                && isShortest(first, text[at + 1] & 0xFF);
        for (int i = 0; sound && i < length; i++) {
            sound = i == 0 || (text[at + i] & 0xC0) == 0x80;
            text[to + i] = text[at + i];
        }
        at += length;
        return to + length;
    }

    /** Not what could be written in fewer bytes, not half of a character, not beyond the last one. */
    private static boolean isShortest(final int first, final int second) {
        return switch (first) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }

    private int escape(final int to) {
        final int kind = at + 1 < text.length ? text[at + 1] : 0;
        at += 2;
        if (kind == 'u') {
            return encode(codePoint(), to);
        }
        final int index = ESCAPES.indexOf(kind);
        sound &= index >= 0;
        text[to] = sound ? (byte) ESCAPED.charAt(index) : 0;
        return to + 1;
    }

    private int codePoint() {
        final char first = unit();
        if (!Character.isSurrogate(first)) {
            return first;
        }
        sound &= at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u';
        at += 2;
        final char second = unit();
        sound &= Character.isSurrogatePair(first, second);
        return Character.toCodePoint(first, second);
    }

    private char unit() {
        int unit = 0;
        for (int i = 0; i < UNIT; i++) {
            final int digit = at < text.length && text[at] > 0 ? Character.digit(text[at], HEX) : -1;
            sound &= digit >= 0;
            unit = unit * HEX + digit;
            at++;
        }
        return (char) unit;
    }

    /** An escape is never shorter than what it means. */
    private int encode(final int codePoint, final int to) {
        if (!sound) {
            return to;
        }
        final byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, text, to, bytes.length);
        return to + bytes.length;
    }
}
