package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The filter {@code tojson} of transformers: Python's {@code json.dumps}, which keeps characters beyond ASCII. */
final class JsonText {

    private final Rendering rendering;
    private final Text out;
    private final boolean ascii;
    private final boolean sorted;
    private final boolean lines;
    private final String indent;
    private final String itemSeparator;
    private final String keySeparator;
    private int level;

    private JsonText(final Rendering rendering, final Bound a) {
        this.rendering = rendering;
        this.out = rendering.text();
        this.ascii = a.flag(0);
        this.lines = a.present(1).isPresent();
        this.indent = lines ? indent(a) : "";
        final List<Value> separators = a.present(2).map(v -> Operations.elements(v, rendering))
                .orElse(List.of(
                        new Str(lines ? "," : ", "), new Str(": ")));
        if (separators.size() != 2) {
            throw new Fault("tojson() expects two separators");
        }
        this.itemSeparator = Repr.str(separators.getFirst(), rendering);
        this.keySeparator = Repr.str(separators.getLast(), rendering);
        this.sorted = a.flag(3);
    }

    private static String indent(final Bound a) {
        return a.get(1) instanceof Str(String text) ? text : " ".repeat(Math.clamp(a.integer(1), 0, 1000));
    }

    /** Parameters: ensure_ascii, indent, separators, sort_keys. */
    static Str write(final Value value, final Rendering rendering, final Bound arguments) {
        final var json = new JsonText(rendering, arguments);
        json.write(value);
        return json.out.toStr();
    }

    private void write(final Value value) {
        rendering.budget().step();
        rendering.budget().enter();
        switch (value) {
            case None ignored -> out.append("null");
            case Bool b -> out.append(b.value() ? "true" : "false");
            case Int i -> out.append(i.value().toString());
            case Real r -> out.append(number(r.value()));
            case Str s -> string(s.value());
            case ListValue list -> array(list.items());
            case TupleValue tuple -> array(tuple.items());
            case Dict dict -> object(dict);
            default -> throw new Fault("Object of type " + value.typeName() + " is not JSON serializable");
        }
        rendering.budget().leave();
    }

    private static String number(final double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? value < 0 ? "-Infinity" : "Infinity" : FloatText.repr(value);
    }

    private void array(final List<Value> items) {
        out.append('[');
        level++;
        for (int i = 0; i < items.size(); i++) {
            separate(i);
            write(items.get(i));
        }
        close(items.isEmpty());
        out.append(']');
    }

    private void object(final Dict dict) {
        out.append('{');
        level++;
        final var entries = new ArrayList<>(dict.entries());
        if (sorted) {
            entries.sort(Comparator.comparing(Dict.Entry::key, Comparison.order(rendering)));
        }
        for (int i = 0; i < entries.size(); i++) {
            separate(i);
            string(key(entries.get(i).key()));
            out.append(keySeparator);
            write(entries.get(i).value());
        }
        close(entries.isEmpty());
        out.append('}');
    }

    private static String key(final Value key) {
        return switch (key) {
            case Str s -> s.value();
            case Bool b -> b.value() ? "true" : "false";
            case None ignored -> "null";
            case Int i -> i.value().toString();
            case Real r -> number(r.value());
            default -> throw new Fault("keys must be str, int, float, bool or None, not " + key.typeName());
        };
    }

    private void separate(final int index) {
        out.append(index == 0 ? "" : itemSeparator);
        newLine();
    }

    private void close(final boolean empty) {
        level--;
        if (!empty) {
            newLine();
        }
    }

    private void newLine() {
        if (lines) {
            out.append('\n').repeat(indent, level);
        }
    }

    private void string(final String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(final char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\f' -> out.append("\\f");
            case '\b' -> out.append("\\b");
            default -> {
                if (c < 0x20 || (ascii && c > 0x7e)) {
                    out.append("\\u%04x".formatted((int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
