package dev.ingot.chat.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies Java values into the language and counts their size. */
final class Conversion {

    private static final int MAX_DEPTH = 200;

    private long units;
    private int depth;

    /** Returns the characters and elements converted so far. */
    long units() {
        return units;
    }

    Value value(final @Nullable Object object) {
        units++;
        return switch (object) {
            case null -> None.NONE;
            case String s -> string(s);
            case Boolean b -> Bool.of(b);
            case BigInteger i -> new Int(i);
            case Byte n -> Int.of(n);
            case Short n -> Int.of(n);
            case Integer n -> Int.of(n);
            case Long n -> Int.of(n);
            case Float n -> new Real(n);
            case Double n -> new Real(n);
            case BigDecimal n -> new Real(n.doubleValue());
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> throw new IllegalArgumentException(
                    "a template takes strings, numbers, booleans, null, lists and"
                            + " maps, not " + object.getClass().getName());
        };
    }

    private Str string(final String text) {
        units += text.length();
        return new Str(text);
    }

    private ListValue list(final List<?> list) {
        enter();
        final var items = new ArrayList<Value>(list.size());
        list.forEach(item -> items.add(value(item)));
        depth--;
        return new ListValue(items);
    }

    private Dict map(final Map<?, ?> map) {
        enter();
        final var dict = new Dict.Builder();
        map.forEach((key, value) -> dict.put(value(key), value(value)));
        depth--;
        return dict.build();
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new Fault("messages or variables nest more than " + MAX_DEPTH + " levels", 0);
        }
    }
}
