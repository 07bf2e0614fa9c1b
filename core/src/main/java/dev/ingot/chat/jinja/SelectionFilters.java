package dev.ingot.chat.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lazy filters: {@code map}, {@code select} and their kin. */
final class SelectionFilters {

    private SelectionFilters() {}

    static void define(final Library library) {
        library.add("map", "*", (r, v, a) -> map(v, a.raw(), r))
                .add("select", "*", (r, v, a) -> pick(v, condition(a.raw(), r), r))
                .add("reject", "*", (r, v, a) -> pick(v, condition(a.raw(), r).negate(), r))
                .add("selectattr", "*", (r, v, a) -> pick(v, attributeCondition(a.raw(), r), r))
                .add("rejectattr", "*", (r, v, a) -> pick(v, attributeCondition(a.raw(), r).negate(), r));
    }

    private static Value map(final Value value, final Arguments a, final Rendering rendering) {
        final UnaryOperator<Value> mapping = a.positional().isEmpty() && a.named().containsKey("attribute")
                ? attributeMapping(a, rendering)
                : filterMapping(a, rendering);
        if (!Operations.truth(value) && !(value instanceof Generator)) {
            return new Generator(List.<Value>of().iterator());
        }
        final Iterator<Value> elements = rendering.iterate(value);
        return new Generator(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public Value next() {
                return mapping.apply(elements.next());
            }
        });
    }

    private static UnaryOperator<Value> attributeMapping(final Arguments a, final Rendering rendering) {
        for (final String name : a.named().keySet()) {
            if (!name.equals("attribute") && !name.equals("default")) {
                throw new Fault("Unexpected keyword argument " + Repr.quoted(name));
            }
        }
        final Value attribute = a.named().getOrDefault("attribute", None.NONE);
        final UnaryOperator<Value> getter = Attributes.getter(attribute, rendering);
        final Value otherwise = a.named().get("default");
        return otherwise == null ? getter : value -> {
            final Value found = getter.apply(value);
            return found instanceof Undefined ? otherwise : found;
        };
    }

    private static UnaryOperator<Value> filterMapping(final Arguments a, final Rendering rendering) {
        final String filter = name(a, "map requires a filter argument");
        final Arguments rest = a.tail();
        return value -> rendering.filter(filter, value, rest);
    }

    private static Predicate<Value> condition(final Arguments a, final Rendering rendering) {
        if (a.positional().isEmpty()) {
            return Operations::truth;
        }
        final String test = name(a, "a test is named by a string");
        final Arguments rest = a.tail();
        return value -> rendering.test(test, value, rest);
    }

    private static Predicate<Value> attributeCondition(final Arguments a, final Rendering rendering) {
        if (a.positional().isEmpty()) {
            throw new Fault("Missing parameter for attribute name");
        }
        final UnaryOperator<Value> getter = Attributes.getter(a.positional().getFirst(), rendering);
        final Predicate<Value> condition = condition(a.tail(), rendering);
        return value -> condition.test(getter.apply(value));
    }

    private static String name(final Arguments a, final String otherwise) {
        if (!a.positional().isEmpty() && a.positional().getFirst() instanceof Str(String name)) {
            return name;
        }
        throw new Fault(otherwise);
    }

    private static Value pick(final Value value, final Predicate<Value> condition,
            final Rendering rendering) {
        if (!Operations.truth(value) && !(value instanceof Generator)) {
            return new Generator(List.<Value>of().iterator());
        }
        return new Generator(new Filtering(rendering.iterate(value), condition));
    }

    /** Keeps the elements that fulfil a condition; asks when the next one is wanted. */
    static final class Filtering implements Iterator<Value> {

        private final Iterator<Value> elements;
        private final Predicate<Value> condition;
        private @Nullable Value ready;

        Filtering(final Iterator<Value> elements, final Predicate<Value> condition) {
            this.elements = elements;
            this.condition = condition;
        }

        @Override
        public boolean hasNext() {
            while (ready == null && elements.hasNext()) {
                final Value candidate = elements.next();
                ready = condition.test(candidate) ? candidate : null;
            }
            return ready != null;
        }

        @Override
        public Value next() {
            if (!hasNext() || ready == null) {
                throw new NoSuchElementException();
            }
            final Value result = ready;
            ready = null;
            return result;
        }
    }
}
