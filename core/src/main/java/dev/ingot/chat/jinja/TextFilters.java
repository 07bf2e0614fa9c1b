package dev.ingot.chat.jinja;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/** Filters that change the characters of a text. */
final class TextFilters {

    private static final String URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/";
    private static final String WORD_BREAKS = "-({[<";

    private TextFilters() {}

    static void define(final Library library) {
        library.add("string safe", "", (r, v, a) -> text(v, r))
                .add("upper", "", (r, v, a) -> new Str(Repr.str(v, r).toUpperCase(Locale.ROOT)))
                .add("lower", "", (r, v, a) -> new Str(Repr.str(v, r).toLowerCase(Locale.ROOT)))
                .add("capitalize", "", (r, v, a) -> StringCase.capitalize(Repr.str(v, r)))
                .add("title", "", (r, v, a) -> new Str(title(Repr.str(v, r))))
                .add("trim", "chars?", (r, v, a) -> StringMethods.strip(Repr.str(v, r), a, true, true))
                .add("replace", "old new count?", TextFilters::replace)
                .add("escape e forceescape", "", (r, v, a) -> escape(Repr.str(v, r), r))
                .add("striptags", "", (r, v, a) -> new Str(stripTags(Repr.str(v, r))))
                .add("urlencode", "", (r, v, a) -> urlEncode(v, r))
                .add("format", "*", (r, v, a) -> format(v, a.raw(), r))
                .add("wordcount", "", (r, v, a) -> Int.of(words(Repr.str(v, r))))
                .add("tojson", "ensure_ascii? indent? separators? sort_keys?",
                        (r, v, a) -> JsonText.write(v, r, a));
    }

    private static Str text(final Value value, final Rendering rendering) {
        return value instanceof Str s ? s : new Str(Repr.str(value, rendering));
    }

    /** Words begin at the start and after blanks, hyphens and opening brackets; an apostrophe begins none. */
    private static String title(final String text) {
        final var out = new StringBuilder(text.length());
        boolean start = true;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            final String c = Character.toString(text.codePointAt(i));
            out.append(start ? c.toUpperCase(Locale.ROOT) : c.toLowerCase(Locale.ROOT));
            start = Characters.isSpace(c.codePointAt(0)) || WORD_BREAKS.contains(c);
        }
        return out.toString();
    }

    private static Value replace(final Rendering rendering, final Value value, final Bound a) {
        return StringMethods.replace(Repr.str(value, rendering), Repr.str(a.get(0), rendering),
                Repr.str(a.get(1), rendering), a.integer(2, -1), rendering);
    }

    private static Str escape(final String text, final Rendering rendering) {
        final Text out = rendering.text();
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                default -> out.append(text.charAt(i));
            }
        }
        return out.toStr();
    }

    private static String stripTags(final String text) {
        final var out = new StringBuilder(text.length());
        int position = 0;
        while (position < text.length()) {
            final int open = text.indexOf('<', position);
            final boolean comment = open >= 0 && text.startsWith("<!--", open);
            final int close = open < 0 ? -1 : text.indexOf(comment ? "-->" : ">", open);
            out.append(text, position, close < 0 ? text.length() : open);
            position = close < 0 ? text.length() : close + (comment ? 3 : 1);
        }
        return String.join(" ", StringMethods.words(out.toString()));
    }

    private static Value urlEncode(final Value value, final Rendering rendering) {
        if (value instanceof Str || !Operations.isIterable(value)) {
            return quote(Repr.str(value, rendering), URL_SAFE, rendering);
        }
        final Value pairs = value instanceof Dict dict ? new DictView(DictView.Kind.ITEMS, dict) : value;
        return new Str(Operations.elements(pairs, rendering).stream()
                .map(pair -> Operations.elements(pair, rendering).stream()
                        .map(part -> quote(Repr.str(part, rendering), URL_SAFE.replace("/", ""), rendering)
                                .value()
                                .replace("%20", "+"))
                        .collect(Collectors.joining("=")))
                .collect(Collectors.joining("&")));
    }

    private static Str quote(final String text, final String safe, final Rendering rendering) {
        final Text out = rendering.text();
        for (final byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0 && safe.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append("%%%02X".formatted(b));
            }
        }
        return out.toStr();
    }

    private static Value format(final Value value, final Arguments a, final Rendering rendering) {
        if (!a.positional().isEmpty() && !a.named().isEmpty()) {
            throw new Fault("can't handle positional and keyword arguments at the same time");
        }
        final var named = new Dict.Builder();
        a.named().forEach(named::put);
        return PercentFormat.format(Repr.str(value, rendering),
                a.named().isEmpty() ? new TupleValue(a.positional()) : named.build(), rendering);
    }

    private static int words(final String text) {
        int count = 0;
        boolean inside = false;
        for (final int c : text.codePoints().toArray()) {
            final boolean word = Character.isLetterOrDigit(c) || c == '_';
            count += word && !inside ? 1 : 0;
            inside = word;
        }
        return count;
    }
}
