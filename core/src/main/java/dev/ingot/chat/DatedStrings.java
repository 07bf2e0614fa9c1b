package dev.ingot.chat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;

/** The strings of a template that writes the date of the day, whatever day that was. */
final class DatedStrings {

    /** Two days that have no part of their dates in common. */
    static final Clock ONE_DAY = Clock.fixed(Instant.parse("2024-02-03T04:05:06Z"), ZoneOffset.UTC);

    static final Clock OTHER_DAY = Clock.fixed(Instant.parse("2031-10-17T18:19:20Z"), ZoneOffset.UTC);

    private final PromptTemplate one;
    private final PromptTemplate other;

    DatedStrings(final ChatTemplate template) {
        this.one = strings(template, ONE_DAY);
        this.other = strings(template, OTHER_DAY);
    }

    private static PromptTemplate strings(final ChatTemplate template, final Clock day) {
        return template.strings().orElseGet(
                () -> new PromptDerivation(template, TemplateProbe.of(template, day)).strings().strings());
    }

    /** Tells whether strings are these on some day: what is the same on both days is the same in them. */
    boolean matches(final PromptTemplate strings) {
        return matches(strings, PromptTemplate::system) && matches(strings, PromptTemplate::user)
                && matches(strings, PromptTemplate::assistant) && matches(strings, PromptTemplate::prompt);
    }

    private boolean matches(final PromptTemplate strings, final Function<PromptTemplate, String> part) {
        final String text = part.apply(strings);
        final String first = part.apply(one);
        final String second = part.apply(other);
        if (first.equals(second)) {
            return text.equals(first);
        }
        final int head = commonPrefix(first, second);
        final int tail = commonPrefix(new StringBuilder(first.substring(head)).reverse(),
                new StringBuilder(second.substring(head)).reverse());
        return text.length() >= head + tail && text.startsWith(first.substring(0, head))
                && text.endsWith(first.substring(first.length() - tail));
    }

    private static int commonPrefix(final CharSequence a, final CharSequence b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }
}
