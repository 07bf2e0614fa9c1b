package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Filters that sort, group, reverse and find extremes. */
final class OrderFilters {

    private OrderFilters() {}

    static void define(final Library library) {
        library.add("sort", "reverse? case_sensitive? attribute?", OrderFilters::sort)
                .add("dictsort", "case_sensitive? by? reverse?", OrderFilters::dictSort)
                .add("groupby", "attribute default? case_sensitive?", OrderFilters::groupBy)
                .add("unique", "case_sensitive? attribute?", OrderFilters::unique)
                .add("max", "case_sensitive? attribute?", (r, v, a) -> extreme(r, v, a, 1))
                .add("min", "case_sensitive? attribute?", (r, v, a) -> extreme(r, v, a, -1))
                .add("reverse", "", OrderFilters::reverse);
    }

    private static Value sort(final Rendering rendering, final Value value, final Bound a) {
        final Comparator<Value> order = order(a.find(2).orElse(None.NONE), a.flag(1), rendering);
        return sorted(Operations.elements(value, rendering), order, a.flag(0), rendering);
    }

    /** Orders by one attribute, or by several that commas separate. */
    private static Comparator<Value> order(final Value attribute, final boolean caseSensitive,
            final Rendering rendering) {
        final var getters = new ArrayList<UnaryOperator<Value>>();
        if (attribute instanceof Str(String names)) {
            for (final String name : names.split(",", -1)) {
                getters.add(Attributes.getter(new Str(name.strip()), caseSensitive, rendering));
            }
        } else {
            getters.add(Attributes.getter(attribute, caseSensitive, rendering));
        }
        final Comparator<Value> values = Comparison.order(rendering);
        return (x, y) -> {
            int order = 0;
            for (int i = 0; i < getters.size() && order == 0; i++) {
                order = values.compare(getters.get(i).apply(x), getters.get(i).apply(y));
            }
            return order;
        };
    }

    private static ListValue sorted(final List<Value> elements, final Comparator<Value> order,
            final boolean reverse,
            final Rendering rendering) {
        final var list = new ArrayList<>(elements);
        list.sort(reverse ? order.reversed() : order);
        return rendering.list(list);
    }

    private static Value dictSort(final Rendering rendering, final Value value, final Bound a) {
        if (value instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (!(value instanceof Dict dict)) {
            throw new Fault("'" + value.typeName() + "' object has no attribute 'items'");
        }
        final String by = a.string(1, "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw new Fault("You can only sort by either \"key\" or \"value\"");
        }
        final Value index = Int.of(by.equals("key") ? 0 : 1);
        return sorted(new DictView(DictView.Kind.ITEMS, dict).items(), order(index, a.flag(0), rendering),
                a.flag(2),
                rendering);
    }

    private static Value groupBy(final Rendering rendering, final Value value, final Bound a) {
        final UnaryOperator<Value> getter = withDefault(Attributes.getter(a.get(0), rendering), a);
        final boolean caseSensitive = a.flag(2);
        final UnaryOperator<Value> key = element -> caseSensitive
                ? getter.apply(element)
                : Attributes.ignoreCase(getter.apply(element));
        final Comparator<Value> values = Comparison.order(rendering);
        final ListValue sorted = sorted(Operations.elements(value, rendering),
                (x, y) -> values.compare(key.apply(x), key.apply(y)), false, rendering);
        final var groups = new ArrayList<Value>();
        int start = 0;
        for (int i = 1; i <= sorted.items().size(); i++) {
            if (i == sorted.items().size() || !Comparison.equal(key.apply(sorted.items().get(start)),
                    key.apply(sorted.items().get(i)), rendering)) {
                final List<Value> members = sorted.items().subList(start, i);
                groups.add(new TupleValue(List.of(getter.apply(members.getFirst()), rendering.list(members)),
                        List.of("grouper", "list")));
                start = i;
            }
        }
        return rendering.list(groups);
    }

    private static UnaryOperator<Value> withDefault(final UnaryOperator<Value> getter, final Bound a) {
        return element -> {
            final Value found = getter.apply(element);
            return found instanceof Undefined ? a.present(1).orElse(found) : found;
        };
    }

    private static Value unique(final Rendering rendering, final Value value, final Bound a) {
        final UnaryOperator<Value> getter = Attributes.getter(a.find(1).orElse(None.NONE), a.flag(0),
                rendering);
        final var seen = new HashSet<Object>();
        final Iterator<Value> elements = rendering.iterate(value);
        return new Generator(new SelectionFilters.Filtering(elements, element -> {
            rendering.budget().elements(1);
            return seen.add(Dict.hashable(getter.apply(element)));
        }));
    }

    private static Value extreme(final Rendering rendering, final Value value, final Bound a,
            final int sign) {
        final UnaryOperator<Value> getter = Attributes.getter(a.find(1).orElse(None.NONE), a.flag(0),
                rendering);
        final Comparator<Value> order = Comparison.order(rendering);
        final Iterator<Value> elements = rendering.iterate(value);
        if (!elements.hasNext()) {
            return new Undefined("No aggregated item, sequence was empty.");
        }
        Value best = elements.next();
        while (elements.hasNext()) {
            final Value next = elements.next();
            best = sign * order.compare(getter.apply(next), getter.apply(best)) > 0 ? next : best;
        }
        return best;
    }

    private static Value reverse(final Rendering rendering, final Value value, final Bound a) {
        if (value instanceof Str(String text)) {
            return new Str(new StringBuilder(text).reverse().toString());
        }
        if (!Operations.isIterable(value)) {
            throw new Fault("argument must be iterable");
        }
        final List<Value> elements = Operations.elements(value, rendering);
        return value instanceof Generator
                ? rendering.list(new ArrayList<>(elements.reversed()))
                : new Generator("list_reverseiterator", elements.reversed().iterator());
    }
}
