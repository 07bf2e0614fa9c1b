package dev.ingot.chat.jinja;

/** Resolves the escapes of a string literal as Python's {@code unicode-escape} codec does. */
final class StringLiteral {

    private static final int OCTAL_DIGITS = 3;

    private final String text;
    private final int offset;
    private final StringBuilder out = new StringBuilder();
    private int position;

    private StringLiteral(final String text, final int offset) {
        this.text = text;
        this.offset = offset;
    }

    /**
     * Resolves escapes.
     *
     * @param text   what stands between the quotes
     * @param offset its place in the template
     * @return the string
     */
    static String unescape(final String text, final int offset) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        final var literal = new StringLiteral(text, offset);
        while (literal.position < text.length()) {
            literal.next();
        }
        return literal.out.toString();
    }

    private void next() {
        final char c = text.charAt(position++);
        if (c != '\\') {
            out.append(c);
            return;
        }
        final char escaped = text.charAt(position++);
        switch (escaped) {
            case '\n' -> out.append("");
            case '\\', '\'', '"' -> out.append(escaped);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> out.appendCodePoint(hex(2));
            case 'u' -> out.appendCodePoint(hex(4));
            case 'U' -> out.appendCodePoint(hex(8));
            case 'N' -> named();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
            default -> out.append('\\').append(escaped);
        }
    }

    private int hex(final int digits) {
        final int end = position + digits;
        if (end > text.length() || !text.substring(position, end).chars()
                .allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw fault("truncated \\x, \\u or \\U escape");
        }
        final long codePoint = Long.parseLong(text, position, end, 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            throw fault("illegal Unicode character");
        }
        position = end;
        return (int) codePoint;
    }

    private void octal() {
        position--;
        int value = 0;
        for (int i = 0; i < OCTAL_DIGITS && position < text.length(); i++) {
            final char digit = text.charAt(position);
            if (digit < '0' || digit > '7') {
                break;
            }
            value = value * 8 + digit - '0';
            position++;
        }
        out.appendCodePoint(value);
    }

    private void named() {
        final int end = text.indexOf('}', position);
        if (end < 0 || text.charAt(position) != '{') {
            throw fault("malformed \\N character escape");
        }
        try {
            out.appendCodePoint(Character.codePointOf(text.substring(position + 1, end)));
        } catch (IllegalArgumentException e) {
            throw fault("unknown Unicode character name");
        }
        position = end + 1;
    }

    private Fault fault(final String reason) {
        return new Fault(reason, offset + position);
    }
}
