package dev.ingot.chat.jinja;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Upper, lower and title case of strings, and the {@code is...()} methods. */
final class StringCase {

    private StringCase() {}

    static void define(final Library library) {
        library.add("upper", "", (r, s, a) -> new Str(text(s).toUpperCase(Locale.ROOT)))
                .add("lower casefold", "", (r, s, a) -> new Str(text(s).toLowerCase(Locale.ROOT)))
                .add("capitalize", "", (r, s, a) -> capitalize(text(s)))
                .add("title", "", (r, s, a) -> title(text(s)))
                .add("swapcase", "", (r, s, a) -> swap(text(s)))
                .add("isupper", "", (r, s, a) -> Bool.of(isUpper(text(s))))
                .add("islower", "", (r, s, a) -> Bool.of(isLower(text(s))));
        all(library, "isdigit", c -> Character.isDigit(c) || isSuperscript(c));
        all(library, "isdecimal", Character::isDigit);
        all(library, "isnumeric", c -> Character.isDigit(c) || Character.getType(c) == Character.OTHER_NUMBER
                || Character.getType(c) == Character.LETTER_NUMBER);
        all(library, "isalpha", Character::isLetter);
        all(library, "isalnum", c -> Character.isLetterOrDigit(c) || isSuperscript(c));
        all(library, "isspace", Characters::isSpace);
        library.add("isascii", "", (r, s, a) -> Bool.of(text(s).chars().allMatch(c -> c < 0x80)))
                .add("isprintable", "",
                        (r, s, a) -> Bool.of(text(s).codePoints().allMatch(Characters::isPrintable)))
                .add("isidentifier", "", (r, s, a) -> Bool.of(isIdentifier(text(s))))
                .add("istitle", "", (r, s, a) -> Bool.of(isTitle(text(s))));
    }

    private static void all(final Library library, final String name, final IntPredicate condition) {
        library.add(name, "",
                (r, s, a) -> Bool.of(!text(s).isEmpty() && text(s).codePoints().allMatch(condition)));
    }

    private static String text(final Value string) {
        return ((Str) string).value();
    }

    private static boolean isSuperscript(final int c) {
        return c == 0xb2 || c == 0xb3 || c == 0xb9 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079)
                || (c >= 0x2080 && c <= 0x2089);
    }

    private static boolean isIdentifier(final String text) {
        return !text.isEmpty()
                && (text.charAt(0) == '_' || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
                && text.codePoints().allMatch(
                        c -> Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }

    private static boolean isCased(final int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    static boolean isUpper(final String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    static boolean isLower(final String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    private static boolean isTitle(final String text) {
        boolean found = false;
        boolean inside = false;
        for (final int c : text.codePoints().toArray()) {
            final boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
            if ((upper && inside) || (Character.isLowerCase(c) && !inside)) {
                return false;
            }
            inside = isCased(c);
            found |= inside;
        }
        return found;
    }

    static Str capitalize(final String text) {
        if (text.isEmpty()) {
            return Str.EMPTY;
        }
        final int first = Character.charCount(text.codePointAt(0));
        return new Str(titleCase(text.codePointAt(0)) + text.substring(first).toLowerCase(Locale.ROOT));
    }

    /** Words begin wherever a letter follows something that has no case, apostrophes included. */
    private static Str title(final String text) {
        final var out = new StringBuilder(text.length());
        boolean inside = false;
        for (final int c : text.codePoints().toArray()) {
            out.append(inside ? Character.toString(c).toLowerCase(Locale.ROOT) : titleCase(c));
            inside = isCased(c);
        }
        return new Str(out.toString());
    }

    private static String titleCase(final int c) {
        final int simple = Character.toTitleCase(c);
        if (simple != c) {
            return Character.toString(simple);
        }
        final String upper = Character.toString(c).toUpperCase(Locale.ROOT);
        final int first = Character.charCount(upper.codePointAt(0));
        return upper.substring(0, first) + upper.substring(first).toLowerCase(Locale.ROOT);
    }

    private static Str swap(final String text) {
        final var out = new StringBuilder(text.length());
        text.codePoints().mapToObj(Character::toString)
                .forEach(c -> out.append(Character.isUpperCase(c.codePointAt(0))
                        ? c.toLowerCase(Locale.ROOT)
                        : Character.isLowerCase(c.codePointAt(0)) ? c.toUpperCase(Locale.ROOT) : c));
        return new Str(out.toString());
    }
}
