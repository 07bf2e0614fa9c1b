package dev.ingot.chat.jinja;

import java.util.Collection;

/** Prints values as Python's {@code str()} and {@code repr()} do. */
final class Repr {

    private static final int MAX_BRIEF = 200;

    private Repr() {}

    /** Appends what {@code {{ value }}} prints. */
    static void str(final Value value, final Rendering rendering, final Text out) {
        switch (value) {
            case Str s -> out.append(s.value());
            case Undefined ignored -> out.append("");
            default -> repr(value, rendering, out);
        }
    }

    /** Returns what {@code {{ value }}} prints. */
    static String str(final Value value, final Rendering rendering) {
        if (value instanceof Str(String text)) {
            return text;
        }
        final var out = rendering.text();
        str(value, rendering, out);
        return out.toString();
    }

    /** Appends what a value looks like inside a list. */
    static void repr(final Value value, final Rendering rendering, final Text out) {
        rendering.budget().work(1 + Numbers.size(value));
        rendering.budget().enter();
        switch (value) {
            case Str s -> out.append(quoted(s.value()));
            case ListValue list -> all("[", list.items(), "]", rendering, out);
            case TupleValue tuple ->
                all("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")", rendering, out);
            case Dict dict -> dict(dict, rendering, out);
            case DictView view -> {
                out.append(view.typeName()).append('(');
                repr(new ListValue(view.items()), rendering, out);
                out.append(')');
            }
            case Namespace namespace -> namespace(namespace, rendering, out);
            default -> out.append(brief(value));
        }
        rendering.budget().leave();
    }

    /** Returns what a value looks like when it has no parts, else a hint of its type. */
    static String brief(final Value value) {
        return switch (value) {
            case None ignored -> "None";
            case Bool b -> b.value() ? "True" : "False";
            case Int i -> i.value().toString();
            case Real r -> FloatText.repr(r.value());
            case Str s ->
                quoted(s.value().length() > MAX_BRIEF ? s.value().substring(0, MAX_BRIEF) : s.value());
            case Undefined ignored -> "Undefined";
            case RangeValue r ->
                "range(" + r.start() + ", " + r.stop() + (r.step() == 1 ? "" : ", " + r.step()) + ")";
            default -> "<" + value.typeName() + " object>";
        };
    }

    private static void all(final String open, final Collection<Value> items, final String close,
            final Rendering rendering, final Text out) {
        out.append(open);
        String separator = "";
        for (final Value item : items) {
            out.append(separator);
            repr(item, rendering, out);
            separator = ", ";
        }
        out.append(close);
    }

    private static void dict(final Dict dict, final Rendering rendering, final Text out) {
        out.append('{');
        String separator = "";
        for (final Dict.Entry entry : dict.entries()) {
            out.append(separator);
            repr(entry.key(), rendering, out);
            out.append(": ");
            repr(entry.value(), rendering, out);
            separator = ", ";
        }
        out.append('}');
    }

    private static void namespace(final Namespace namespace, final Rendering rendering, final Text out) {
        out.append("<Namespace ");
        dict(namespace.toDict(), rendering, out);
        out.append('>');
    }

    /** Returns a string in quotes: single ones, unless it holds those and no double ones. */
    static String quoted(final String text) {
        final char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        final var out = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(c -> quote(c, quote, out));
        return out.append(quote).toString();
    }

    private static void quote(final int c, final char quote, final StringBuilder out) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c == quote) {
                    out.append('\\').append(quote);
                } else if (Characters.isPrintable(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(c < 0x100
                            ? "\\x%02x".formatted(c)
                            : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                }
            }
        }
    }
}
