package dev.ingot.chat.jinja;

import java.util.List;

/** The methods of strings that look for other strings. */
final class StringSearch {

    private StringSearch() {}

    static void define(final Library library) {
        library.add("startswith", "prefix start? end?", (r, s, a) -> Bool.of(affix(s, a, true)))
                .add("endswith", "suffix start? end?", (r, s, a) -> Bool.of(affix(s, a, false)))
                .add("find", "sub start? end?", (r, s, a) -> Int.of(find(r, s, a, false)))
                .add("rfind", "sub start? end?", (r, s, a) -> Int.of(find(r, s, a, true)))
                .add("index", "sub start? end?", (r, s, a) -> required(find(r, s, a, false)))
                .add("rindex", "sub start? end?", (r, s, a) -> required(find(r, s, a, true)))
                .add("count", "sub start? end?", StringSearch::count)
                .add("partition", "sep", (r, s, a) -> partition(r, s, a, false))
                .add("rpartition", "sep", (r, s, a) -> partition(r, s, a, true));
    }

    /** Returns the part between the optional arguments start and end. */
    private static String window(final Value self, final Bound a) {
        if (a.present(1).isEmpty() && a.present(2).isEmpty()) {
            return ((Str) self).value();
        }
        final String text = ((Str) self).value();
        final int length = ((Str) self).length();
        final int from = position(a.integer(1, 0), length);
        final int to = position(a.integer(2, length), length);
        return from >= to
                ? ""
                : text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }

    private static int position(final int index, final int length) {
        return Math.clamp(index < 0 ? (long) index + length : index, 0, length);
    }

    private static boolean affix(final Value self, final Bound a, final boolean start) {
        final String text = window(self, a);
        final List<Value> affixes = a.get(0) instanceof TupleValue tuple ? tuple.items() : List.of(a.get(0));
        for (final Value affix : affixes) {
            if (!(affix instanceof Str(String part))) {
                throw new Fault(
                        (start ? "startswith" : "endswith") + " first arg must be str or a tuple of str, not "
                                + affix.typeName());
            }
            if (start ? text.startsWith(part) : text.endsWith(part)) {
                return true;
            }
        }
        return false;
    }

    private static int find(final Rendering rendering, final Value self, final Bound a, final boolean last) {
        final String text = window(self, a);
        Comparison.chargeSearch(text, a.string(0), rendering);
        final int found = last ? text.lastIndexOf(a.string(0)) : text.indexOf(a.string(0));
        return found < 0
                ? -1
                : text.codePointCount(0, found) + position(a.integer(1, 0), ((Str) self).length());
    }

    private static Value required(final int found) {
        if (found < 0) {
            throw new Fault("substring not found");
        }
        return Int.of(found);
    }

    private static Value count(final Rendering rendering, final Value self, final Bound a) {
        final String text = window(self, a);
        final String part = a.string(0);
        if (part.isEmpty()) {
            return Int.of(text.codePointCount(0, text.length()) + 1L);
        }
        Comparison.chargeSearch(text, part, rendering);
        int count = 0;
        for (int found = text.indexOf(part); found >= 0; found = text.indexOf(part, found + part.length())) {
            count++;
        }
        return Int.of(count);
    }

    private static Value partition(final Rendering rendering, final Value self, final Bound a,
            final boolean last) {
        final String text = ((Str) self).value();
        final String separator = a.string(0);
        if (separator.isEmpty()) {
            throw new Fault("empty separator");
        }
        Comparison.chargeSearch(text, separator, rendering);
        final int found = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (found < 0) {
            return last
                    ? TupleValue.of(Str.EMPTY, Str.EMPTY, self)
                    : TupleValue.of(self, Str.EMPTY, Str.EMPTY);
        }
        return TupleValue.of(new Str(text.substring(0, found)), new Str(separator),
                new Str(text.substring(found + separator.length())));
    }
}
