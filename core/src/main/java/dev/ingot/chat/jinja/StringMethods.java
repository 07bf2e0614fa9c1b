package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The methods of strings that strip, split, pad and replace. */
final class StringMethods {

    static final Library ALL = new Library();

    static {
        StringCase.define(ALL);
        StringSearch.define(ALL);
        ALL.add("strip", "chars?", (r, s, a) -> strip(text(s), a, true, true))
                .add("lstrip", "chars?", (r, s, a) -> strip(text(s), a, true, false))
                .add("rstrip", "chars?", (r, s, a) -> strip(text(s), a, false, true))
                .add("split", "sep? maxsplit?", (r, s, a) -> split(r, text(s), a, false))
                .add("rsplit", "sep? maxsplit?", (r, s, a) -> split(r, text(s), a, true))
                .add("splitlines", "keepends?", (r, s, a) -> strings(lines(text(s), a.flag(0)), r))
                .add("join", "iterable", StringMethods::join)
                .add("replace", "old new count?",
                        (r, s, a) -> replace(text(s), a.string(0), a.string(1), a.integer(2, -1), r))
                .add("removeprefix", "prefix", (r, s, a) -> text(s).startsWith(a.string(0))
                        ? new Str(text(s).substring(a.string(0).length()))
                        : s)
                .add("removesuffix", "suffix", (r, s, a) -> text(s).endsWith(a.string(0))
                        ? new Str(text(s).substring(0, text(s).length() - a.string(0).length()))
                        : s)
                .add("zfill", "width", StringMethods::zeroFill)
                .add("center", "width fillchar?", (r, s, a) -> center((Str) s, a.integer(0), filler(a), r))
                .add("ljust", "width fillchar?", (r, s, a) -> pad((Str) s, 0, a.integer(0), filler(a), r))
                .add("rjust", "width fillchar?", (r, s, a) -> pad((Str) s, a.integer(0), 0, filler(a), r))
                .add("expandtabs", "tabsize?", StringMethods::expandTabs)
                .add("format", "*", (r, s, a) -> new StringFormat(r, a.raw()).format(text(s)));
    }

    private StringMethods() {}

    private static String text(final Value string) {
        return ((Str) string).value();
    }

    static Str strip(final String text, final Bound a, final boolean left, final boolean right) {
        final IntPredicate what;
        if (a.present(0).isPresent()) {
            final String chars = a.string(0);
            what = c -> chars.indexOf(c) >= 0;
        } else {
            what = Characters::isSpace;
        }
        return new Str(Characters.strip(text, what, left, right));
    }

    private static Value strings(final List<String> strings, final Rendering rendering) {
        return rendering.list(new ArrayList<>(strings.stream().<Value>map(Str::new).toList()));
    }

    private static Value split(final Rendering rendering, final String text, final Bound a,
            final boolean fromRight) {
        final int limit = a.integer(1, -1) < 0 ? Integer.MAX_VALUE : a.integer(1, -1);
        if (a.present(0).isEmpty()) {
            return strings(
                    fromRight ? StringSplit.blanksFromRight(text, limit) : StringSplit.blanks(text, limit),
                    rendering);
        }
        final String separator = a.string(0);
        if (separator.isEmpty()) {
            throw new Fault("empty separator");
        }
        Comparison.chargeSearch(text, separator, rendering);
        return strings(fromRight
                ? StringSplit.fromRight(text, separator, limit)
                : StringSplit.fromLeft(text, separator, limit), rendering);
    }

    /** Splits at white space. */
    static List<String> words(final String text) {
        return StringSplit.blanks(text, Integer.MAX_VALUE);
    }

    /** Splits at line breaks; a final one begins no further line. */
    static List<String> lines(final String text, final boolean keepEnds) {
        final var lines = new ArrayList<String>();
        int start = 0;
        int position = 0;
        while (position < text.length()) {
            if (!Characters.isLineBreak(text.charAt(position))) {
                position++;
                continue;
            }
            final int end = position + (text.startsWith("\r\n", position) ? 2 : 1);
            lines.add(text.substring(start, keepEnds ? end : position));
            start = end;
            position = end;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    private static Value join(final Rendering rendering, final Value separator, final Bound a) {
        final Text out = rendering.text();
        int index = 0;
        for (final Value item : Operations.elements(a.get(0), rendering)) {
            if (!(item instanceof Str(String part))) {
                throw new Fault(
                        "sequence item " + index + ": expected str instance, " + item.typeName() + " found");
            }
            out.append(index++ == 0 ? "" : text(separator)).append(part);
        }
        return out.toStr();
    }

    static Str replace(final String text, final String old, final String fresh, final int count,
            final Rendering rendering) {
        final int limit = count < 0 ? Integer.MAX_VALUE : count;
        if (old.isEmpty()) {
            return interleave(text, fresh, limit, rendering);
        }
        Comparison.chargeSearch(text, old, rendering);
        final Text out = rendering.text();
        int position = 0;
        int found = text.indexOf(old);
        for (int done = 0; found >= 0 && done < limit; done++) {
            out.append(text.substring(position, found)).append(fresh);
            position = found + old.length();
            found = text.indexOf(old, position);
        }
        return out.append(text.substring(position)).toStr();
    }

    /** Puts a text before, between and behind all characters. */
    private static Str interleave(final String text, final String fresh, final int limit,
            final Rendering rendering) {
        final Text out = rendering.text();
        int done = 0;
        for (final int c : text.codePoints().toArray()) {
            out.append(done++ < limit ? fresh : "").appendCodePoint(c);
        }
        return out.append(done < limit ? fresh : "").toStr();
    }

    private static Value zeroFill(final Rendering rendering, final Value self, final Bound a) {
        final String text = text(self);
        final boolean signed = text.startsWith("-") || text.startsWith("+");
        final long zeros = (long) a.integer(0) - ((Str) self).length();
        return rendering.text().append(signed ? text.substring(0, 1) : "").repeat("0", zeros)
                .append(signed ? text.substring(1) : text).toStr();
    }

    private static int filler(final Bound a) {
        final String filler = a.string(1, " ");
        if (filler.codePointCount(0, filler.length()) != 1) {
            throw new Fault("The fill character must be exactly one character long");
        }
        return filler.codePointAt(0);
    }

    private static Str pad(final Str string, final int left, final int right, final int filler,
            final Rendering rendering) {
        final int length = string.length();
        final String fill = Character.toString(filler);
        return rendering.text().repeat(fill, (long) left - length).append(string.value())
                .repeat(fill, (long) right - length).toStr();
    }

    /** An odd blank goes left when the width is odd, as CPython does. */
    static Str center(final Str string, final int width, final int filler, final Rendering rendering) {
        final long blanks = Math.max(0, (long) width - string.length());
        final long left = blanks / 2 + (blanks & width & 1);
        final String fill = Character.toString(filler);
        return rendering.text().repeat(fill, left).append(string.value()).repeat(fill, blanks - left).toStr();
    }

    private static Value expandTabs(final Rendering rendering, final Value self, final Bound a) {
        final int size = a.integer(0, 8);
        final Text out = rendering.text();
        long column = 0;
        for (final int c : text(self).codePoints().toArray()) {
            if (c == '\t') {
                final long blanks = size > 0 ? size - column % size : 0;
                out.repeat(" ", blanks);
                column += blanks;
            } else {
                out.appendCodePoint(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return out.toStr();
    }
}
