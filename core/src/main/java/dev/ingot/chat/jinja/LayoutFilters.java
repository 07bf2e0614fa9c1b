package dev.ingot.chat.jinja;

import java.util.List;

/** Filters that arrange a text: indentation, width, length. */
final class LayoutFilters {

    private static final int TRUNCATE_LEEWAY = 5;

    private LayoutFilters() {}

    static void define(final Library library) {
        library.add("indent", "width? first? blank?", LayoutFilters::indent)
                .add("truncate", "length? killwords? end? leeway?", LayoutFilters::truncate)
                .add("center", "width?",
                        (r, v, a) -> StringMethods.center(new Str(Repr.str(v, r)), a.integer(0, 80), ' ', r))
                .add("wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?",
                        LayoutFilters::wordWrap)
                .add("filesizeformat", "binary?", LayoutFilters::fileSize);
    }

    private static Value indent(final Rendering rendering, final Value value, final Bound a) {
        final String prefix = a.find(0).filter(Str.class::isInstance).isPresent()
                ? a.string(0)
                : " ".repeat(Math.clamp(a.integer(0, 4), 0, 10_000));
        final boolean blank = a.flag(2);
        final List<String> lines = StringMethods.lines(Repr.str(value, rendering) + "\n", false);
        final Text out = rendering.text();
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i);
            final boolean indented = i == 0 ? a.flag(1) : blank || !line.isEmpty();
            out.append(i == 0 ? "" : "\n").append(indented ? prefix : "").append(line);
        }
        return out.toStr();
    }

    private static Value truncate(final Rendering rendering, final Value value, final Bound a) {
        final String text = Repr.str(value, rendering);
        final int length = a.integer(0, 255);
        final String end = a.string(2, "...");
        final int leeway = a.integer(3, TRUNCATE_LEEWAY);
        final int size = text.codePointCount(0, text.length());
        final int endSize = end.codePointCount(0, end.length());
        if (length < endSize || leeway < 0) {
            throw new Fault("truncate() expects length >= " + endSize + " and leeway >= 0, got " + length
                    + " and " + leeway);
        }
        if (size <= (long) length + leeway) {
            return new Str(text);
        }
        final String cut = text.substring(0, text.offsetByCodePoints(0, length - endSize));
        if (a.flag(1) || cut.indexOf(' ') < 0) {
            return new Str(cut + end);
        }
        return new Str(cut.substring(0, cut.lastIndexOf(' ')) + end);
    }

    private static Value wordWrap(final Rendering rendering, final Value value, final Bound a) {
        final int width = a.integer(0, 79);
        final boolean breakLong = a.find(1).isEmpty() || a.flag(1);
        final String wrap = a.string(2, "\n");
        if (width <= 0) {
            throw new Fault("invalid width " + width + " (must be > 0)");
        }
        final Text out = rendering.text();
        String separator = "";
        for (final String line : StringMethods.lines(Repr.str(value, rendering), false)) {
            out.append(separator);
            new WordWrap(width, breakLong, wrap, out).line(line);
            separator = wrap;
        }
        return out.toStr();
    }

    private static Value fileSize(final Rendering rendering, final Value value, final Bound a) {
        final double bytes = value instanceof Str(String text)
                ? PythonNumbers.parseFloat(text).orElseThrow(
                        () -> new Fault("could not convert string to float: " + Repr.quoted(text)))
                : Numbers.real(value);
        final boolean binary = a.flag(0);
        final int base = binary ? 1024 : 1000;
        final String prefixes = binary ? "KMGTPEZY" : "kMGTPEZY";
        if (bytes == 1) {
            return new Str("1 Byte");
        }
        if (bytes < base) {
            return new Str((long) bytes + " Bytes");
        }
        double unit = base;
        int i = 0;
        while (i < prefixes.length() - 1 && bytes >= unit * base) {
            unit *= base;
            i++;
        }
        return new Str(FormatSpec.fixed(bytes / unit, 1) + " " + prefixes.charAt(i) + (binary ? "iB" : "B"));
    }
}
