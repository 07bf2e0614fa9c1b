package dev.ingot.chat.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Filters that look into sequences, join or cut them. */
final class SequenceFilters {

    private SequenceFilters() {}

    static void define(final Library library) {
        library.add("length count", "", SequenceFilters::length)
                .add("first", "", (r, v, a) -> first(r.iterate(v)))
                .add("last", "", SequenceFilters::last)
                .add("list", "", (r, v, a) -> r.list(new ArrayList<>(Operations.elements(v, r))))
                .add("join", "d? attribute?", SequenceFilters::join)
                .add("sum", "attribute? start?", SequenceFilters::sum)
                .add("batch", "linecount fill_with?", SequenceFilters::batch)
                .add("slice", "slices fill_with?", SequenceFilters::slice)
                .add("items", "", SequenceFilters::items)
                .add("attr", "name", (r, v, a) -> attribute(v, a.string(0)))
                .add("default d", "default_value? boolean?", SequenceFilters::otherwise);
    }

    private static Value length(final Rendering rendering, final Value value, final Bound a) {
        return Int.of(Operations.length(value).orElseThrow(
                () -> new Fault("object of type '" + value.typeName() + "' has no len()")));
    }

    private static Value first(final Iterator<Value> elements) {
        return elements.hasNext() ? elements.next() : new Undefined("No first item, sequence was empty.");
    }

    private static Value last(final Rendering rendering, final Value value, final Bound a) {
        if (value instanceof Generator || !Operations.isIterable(value)) {
            throw new Fault("'" + value.typeName() + "' object is not reversible");
        }
        final List<Value> elements = Operations.elements(value, rendering);
        return elements.isEmpty() ? new Undefined("No last item, sequence was empty.") : elements.getLast();
    }

    private static Value join(final Rendering rendering, final Value value, final Bound a) {
        final String separator = a.find(0).map(d -> Repr.str(d, rendering)).orElse("");
        final UnaryOperator<Value> getter = Attributes.getter(a.find(1).orElse(None.NONE), rendering);
        final Text out = rendering.text();
        boolean more = false;
        for (final Iterator<Value> i = rendering.iterate(value); i.hasNext();) {
            out.append(more ? separator : "");
            Repr.str(getter.apply(i.next()), rendering, out);
            more = true;
        }
        return out.toStr();
    }

    private static Value sum(final Rendering rendering, final Value value, final Bound a) {
        final UnaryOperator<Value> getter = Attributes.getter(a.find(0).orElse(None.NONE), rendering);
        Value total = a.find(1).orElse(Int.of(0));
        for (final Iterator<Value> i = rendering.iterate(value); i.hasNext();) {
            total = Operations.binary(Expression.BinaryOperator.ADD, total, getter.apply(i.next()),
                    rendering);
        }
        return total;
    }

    private static Value batch(final Rendering rendering, final Value value, final Bound a) {
        final int size = a.integer(0);
        final List<Value> elements = Operations.elements(value, rendering);
        final var batches = new ArrayList<Value>();
        var batch = new ArrayList<Value>();
        for (final Value element : elements) {
            if (batch.size() == size) {
                batches.add(rendering.list(batch));
                batch = new ArrayList<>();
            }
            batch.add(element);
        }
        if (!batch.isEmpty()) {
            if (a.present(1).isPresent() && batch.size() < size) {
                rendering.budget().elements(size);
                fill(batch, a.get(1), size);
            }
            batches.add(rendering.list(batch));
        }
        return new Generator(batches.iterator());
    }

    private static void fill(final List<Value> list, final Value filler, final int size) {
        while (list.size() < size) {
            list.add(filler);
        }
    }

    private static Value slice(final Rendering rendering, final Value value, final Bound a) {
        final int count = a.integer(0);
        final List<Value> elements = Operations.elements(value, rendering);
        if (count <= 0) {
            throw new Fault("integer division or modulo by zero");
        }
        rendering.budget().elements(count);
        final int size = elements.size() / count;
        final int longer = elements.size() % count;
        final var slices = new ArrayList<Value>();
        int start = 0;
        for (int i = 0; i < count; i++) {
            final int end = start + size + (i < longer ? 1 : 0);
            final var slice = new ArrayList<>(elements.subList(start, end));
            if (a.present(1).isPresent() && i >= longer) {
                slice.add(a.get(1));
            }
            slices.add(rendering.list(slice));
            start = end;
        }
        return new Generator(slices.iterator());
    }

    private static Value items(final Rendering rendering, final Value value, final Bound a) {
        return switch (value) {
            case Undefined ignored -> new Generator(List.<Value>of().iterator());
            case Dict dict -> new Generator(new DictView(DictView.Kind.ITEMS, dict).items().iterator());
            default -> throw new Fault("Can only get item pairs from a mapping.");
        };
    }

    private static Value attribute(final Value value, final String name) {
        // Unlike a dot, this filter never looks at the elements of a dict.
        return value instanceof Dict && Methods.of(value).flatMap(library -> library.find(name)).isEmpty()
                ? Undefined.of(value, new Str(name))
                : Subscripts.attribute(value, name);
    }

    private static Value otherwise(final Rendering rendering, final Value value, final Bound a) {
        final boolean missing = value instanceof Undefined || (a.flag(1) && !Operations.truth(value));
        return missing ? a.find(0).orElse(Str.EMPTY) : value;
    }
}
