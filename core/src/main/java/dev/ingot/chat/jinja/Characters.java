package dev.ingot.chat.jinja;

import java.util.function.IntPredicate;

/** Python's classes of characters, where they differ from Java's. */
final class Characters {

    private Characters() {}

    /** Tells what {@code strip()} and {@code split()} take for white space. */
    static boolean isSpace(final int c) {
        return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f
                || c == 0x3000;
    }

    /** Tells where {@code splitlines()} splits. */
    static boolean isLineBreak(final int c) {
        return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028
                || c == 0x2029;
    }

    /** Tells what {@code repr()} shows as it is. */
    static boolean isPrintable(final int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }

    /** Returns the character with a code. */
    static String of(final Int code) {
        final int point = code.clamped();
        if (point < 0 || point > Character.MAX_CODE_POINT) {
            throw new Fault("character code not in range(0x110000)");
        }
        return Character.toString(point);
    }

    /** Removes characters from the ends. */
    static String strip(final String text, final IntPredicate what, final boolean left, final boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && what.test(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (right && end > start && what.test(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }
}
