package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dict in the order of insertion. Keys that Python finds equal (1, 1.0, True) are one key. Immutable once built. */
final class Dict implements Value {

    /** Keys are looked at as a whole each time, in one step. */
    private static final int MAX_KEY = 100;

    /**
     * One entry.
     *
     * @param key   as first inserted
     * @param value as last inserted
     */
    record Entry(Value key, Value value) {}

    private final Map<Object, Entry> entries;

    private Dict(final Map<Object, Entry> entries) {
        this.entries = entries;
    }

    @Nullable
    Value get(final Value key) {
        final Entry entry = entries.get(hashable(key));
        return entry == null ? null : entry.value();
    }

    @Nullable
    Value get(final String key) {
        final Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    boolean contains(final Value key) {
        return entries.containsKey(hashable(key));
    }

    int size() {
        return entries.size();
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    List<Value> keys() {
        final var keys = new ArrayList<Value>(entries.size());
        entries.values().forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    @Override
    public String typeName() {
        return "dict";
    }

    /** Turns a value into something with Python's notion of equality; two numbers are equal whatever their type. */
    static Object hashable(final Value value) {
        return switch (value) {
            case Str s -> s.value();
            case Int i -> i.value();
            case Bool b -> b.number();
            case Real r -> isWhole(r.value()) ? Numbers.truncate(r.value()) : r.value();
            case None none -> none;
            case TupleValue tuple -> hashable(tuple);
            case RangeValue range -> range;
            case Undefined ignored -> Undefined.class;
            case Generator generator -> generator;
            case HostObject object -> object;
            case ListValue list -> throw unhashable(list);
            case Dict dict -> throw unhashable(dict);
            case DictView view -> throw unhashable(view);
        };
    }

    private static boolean isWhole(final double value) {
        return value == Math.rint(value) && !Double.isInfinite(value);
    }

    private static Object hashable(final TupleValue tuple) {
        if (tuple.items().size() > MAX_KEY || tuple.items().stream().anyMatch(TupleValue.class::isInstance)) {
            throw new Fault("a tuple that is a key has at most " + MAX_KEY + " elements and no tuples in it");
        }
        return tuple.items().stream().map(Dict::hashable).toList();
    }

    private static Fault unhashable(final Value value) {
        return new Fault("unhashable type: '" + value.typeName() + "'");
    }

    /** Collects entries. */
    static final class Builder {

        private final Map<Object, Entry> entries = new LinkedHashMap<>();

        Builder put(final Value key, final Value value) {
            entries.merge(hashable(key), new Entry(key, value), (old, fresh) -> new Entry(old.key(), value));
            return this;
        }

        Builder put(final String key, final Value value) {
            return put(new Str(key), value);
        }

        Dict build() {
            return new Dict(entries);
        }
    }
}
