package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;

/** The ways to split a string. {@code limit} counts splits, so that there is at most one part more. */
final class StringSplit {

    private StringSplit() {}

    static List<String> fromLeft(final String text, final String separator, final int limit) {
        final var parts = new ArrayList<String>();
        int position = 0;
        for (int found = text.indexOf(separator); found >= 0
                && parts.size() < limit; found = text.indexOf(separator,
                        position)) {
            parts.add(text.substring(position, found));
            position = found + separator.length();
        }
        parts.add(text.substring(position));
        return parts;
    }

    static List<String> fromRight(final String text, final String separator, final int limit) {
        final var parts = new ArrayList<String>();
        int end = text.length();
        while (parts.size() < limit && end >= separator.length()) {
            final int found = text.lastIndexOf(separator, end - separator.length());
            if (found < 0) {
                break;
            }
            parts.add(text.substring(found + separator.length(), end));
            end = found;
        }
        parts.add(text.substring(0, end));
        return new ArrayList<>(parts.reversed());
    }

    /** Splits at runs of white space; there are no empty parts. */
    static List<String> blanks(final String text, final int limit) {
        final var parts = new ArrayList<String>();
        int position = skip(text, 0, true);
        while (position < text.length() && parts.size() < limit) {
            final int end = skip(text, position, false);
            parts.add(text.substring(position, end));
            position = skip(text, end, true);
        }
        if (position < text.length()) {
            parts.add(text.substring(position));
        }
        return parts;
    }

    private static int skip(final String text, final int from, final boolean blanks) {
        int position = from;
        while (position < text.length() && Characters.isSpace(text.charAt(position)) == blanks) {
            position++;
        }
        return position;
    }

    static List<String> blanksFromRight(final String text, final int limit) {
        final var parts = new ArrayList<String>();
        int end = skipBack(text, text.length(), true);
        while (end > 0 && parts.size() < limit) {
            final int start = skipBack(text, end, false);
            parts.add(text.substring(start, end));
            end = skipBack(text, start, true);
        }
        if (end > 0) {
            parts.add(text.substring(0, end));
        }
        return new ArrayList<>(parts.reversed());
    }

    private static int skipBack(final String text, final int from, final boolean blanks) {
        int position = from;
        while (position > 0 && Characters.isSpace(text.charAt(position - 1)) == blanks) {
            position--;
        }
        return position;
    }
}
