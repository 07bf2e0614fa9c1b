package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code keys()}, {@code values()} and {@code items()} of a dict return: can be iterated often, has a length, has
 * no index.
 *
 * @param kind which of the three
 * @param dict the dict
 */
record DictView(Kind kind, Dict dict) implements Value {

    /** Which part of the entries is seen. */
    enum Kind {
        KEYS, VALUES, ITEMS
    }

    List<Value> items() {
        final var items = new ArrayList<Value>(dict.size());
        for (final Dict.Entry entry : dict.entries()) {
            items.add(switch (kind) {
                case KEYS -> entry.key();
                case VALUES -> entry.value();
                case ITEMS -> TupleValue.of(entry.key(), entry.value());
            });
        }
        return items;
    }

    @Override
    public String typeName() {
        return switch (kind) {
            case KEYS -> "dict_keys";
            case VALUES -> "dict_values";
            case ITEMS -> "dict_items";
        };
    }
}
