package dev.ingot.chat.jinja;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Equality, order and membership as Python defines them. */
final class Comparison {

    /** Search work of this many character comparisons counts as one step. */
    private static final int COMPARISONS_PER_STEP = 256;

    private Comparison() {}

    static boolean compare(final Expression.Comparator operator, final Value a, final Value b,
            final Rendering rendering) {
        return switch (operator) {
            case EQUAL -> equal(a, b, rendering);
            case NOT_EQUAL -> !equal(a, b, rendering);
            case IN -> contains(b, a, rendering);
            case NOT_IN -> !contains(b, a, rendering);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(operator, a, b, rendering);
        };
    }

    static boolean equal(final Value a, final Value b, final Rendering rendering) {
        rendering.budget().step();
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return !Numbers.isNaN(a) && !Numbers.isNaN(b) && Numbers.compare(a, b) == 0;
        }
        if (a instanceof Str(String x) && b instanceof Str(String y)) {
            rendering.budget().work(Math.min(x.length(), y.length()) / COMPARISONS_PER_STEP);
            return x.equals(y);
        }
        if (a instanceof Undefined) {
            return b instanceof Undefined;
        }
        rendering.budget().enter();
        final boolean result = equalParts(a, b, rendering);
        rendering.budget().leave();
        return result;
    }

    private static boolean equalParts(final Value a, final Value b, final Rendering rendering) {
        if (a instanceof Sequence x && b instanceof Sequence y) {
            return a.typeName().equals(b.typeName()) && equalItems(x.items(), y.items(), rendering);
        }
        if (a instanceof Dict x && b instanceof Dict y) {
            return x.size() == y.size() && x.entries().stream().allMatch(entry -> {
                final Value other = y.get(entry.key());
                return other != null && equal(entry.value(), other, rendering);
            });
        }
        return a.equals(b);
    }

    private static boolean equalItems(final List<Value> a, final List<Value> b, final Rendering rendering) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i), rendering)) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(final Value container, final Value value, final Rendering rendering) {
        return switch (container) {
            case Str(String text) -> {
                if (!(value instanceof Str(String part))) {
                    throw new Fault("'in <string>' requires string as left operand, not " + value.typeName());
                }
                chargeSearch(text, part, rendering);
                yield text.contains(part);
            }
            case Dict dict -> dict.contains(value);
            case Value other when Operations.isIterable(other) ->
                containsItem(rendering.iterate(other), value, rendering);
            default -> throw new Fault("argument of type '" + container.typeName() + "' is not iterable");
        };
    }

    /** Counts the work of searching one text in another, which is their product at worst. */
    static void chargeSearch(final String text, final String part, final Rendering rendering) {
        rendering.budget().work(1 + (long) text.length() * Math.max(1, part.length()) / COMPARISONS_PER_STEP);
    }

    private static boolean containsItem(final Iterator<Value> items, final Value value,
            final Rendering rendering) {
        while (items.hasNext()) {
            if (equal(items.next(), value, rendering)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ordered(final Expression.Comparator operator, final Value a, final Value b,
            final Rendering rendering) {
        if ((Numbers.isNaN(a) && Numbers.isNumber(b)) || (Numbers.isNaN(b) && Numbers.isNumber(a))) {
            return false;
        }
        final int order = order(a, b, operator.symbol(), rendering);
        return switch (operator) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    /** Returns an order for sorting; fails where Python finds none. */
    static Comparator<Value> order(final Rendering rendering) {
        return (a, b) -> order(a, b, "<", rendering);
    }

    private static int order(final Value a, final Value b, final String symbol, final Rendering rendering) {
        rendering.budget().step();
        if (a instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.compare(a, b);
        }
        if (a instanceof Str(String x) && b instanceof Str(String y)) {
            rendering.budget().work(Math.min(x.length(), y.length()) / COMPARISONS_PER_STEP);
            return orderOfText(x, y);
        }
        if ((a instanceof ListValue && b instanceof ListValue)
                || (a instanceof TupleValue && b instanceof TupleValue)) {
            return orderOfItems(((Sequence) a).items(), ((Sequence) b).items(), symbol, rendering);
        }
        throw new Fault("'" + symbol + "' not supported between instances of '" + a.typeName() + "' and '"
                + b.typeName() + "'");
    }

    private static int orderOfItems(final List<Value> a, final List<Value> b, final String symbol,
            final Rendering rendering) {
        rendering.budget().enter();
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!equal(a.get(i), b.get(i), rendering)) {
                order = order(a.get(i), b.get(i), symbol, rendering);
                break;
            }
        }
        rendering.budget().leave();
        return order;
    }

    /** Compares by code points; Java's order by chars puts surrogates before the end of the basic plane. */
    private static int orderOfText(final String a, final String b) {
        final int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            final char x = a.charAt(i);
            final char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
