package dev.ingot.chat.jinja;

import java.util.function.Predicate;

/** All tests ({@code is ...}), by name. */
final class Tests {

    static final Library ALL = new Library();

    static {
        types(ALL);
        numbers(ALL);
        comparisons(ALL);
    }

    private Tests() {}

    private static void is(final Library library, final String name, final Predicate<Value> condition) {
        library.add(name, "", (r, v, a) -> Bool.of(condition.test(v)));
    }

    private static void types(final Library library) {
        is(library, "defined", v -> !(v instanceof Undefined));
        is(library, "undefined", Undefined.class::isInstance);
        is(library, "none", v -> v == None.NONE);
        is(library, "boolean", Bool.class::isInstance);
        is(library, "true", v -> v == Bool.TRUE);
        is(library, "false", v -> v == Bool.FALSE);
        is(library, "integer", Int.class::isInstance);
        is(library, "float", Real.class::isInstance);
        is(library, "number", Numbers::isNumber);
        is(library, "string", Str.class::isInstance);
        is(library, "mapping", Dict.class::isInstance);
        is(library, "iterable", Operations::isIterable);
        is(library, "sequence", v -> v instanceof Str || v instanceof Sequence || v instanceof Dict
                || v instanceof Undefined);
        is(library, "callable", v -> v instanceof HostObject object && object.callable());
        is(library, "escaped", v -> false);
        library.add("filter", "", (r, v, a) -> Bool.of(Filters.ALL.find(Repr.str(v, r)).isPresent()))
                .add("test", "", (r, v, a) -> Bool.of(ALL.find(Repr.str(v, r)).isPresent()))
                .add("lower", "", (r, v, a) -> Bool.of(StringCase.isLower(Repr.str(v, r))))
                .add("upper", "", (r, v, a) -> Bool.of(StringCase.isUpper(Repr.str(v, r))));
    }

    private static void numbers(final Library library) {
        library.add("odd", "", (r, v, a) -> remainder(r, v, 2, 1))
                .add("even", "", (r, v, a) -> remainder(r, v, 2, 0))
                .add("divisibleby", "num", (r, v, a) -> Bool.of(Comparison.equal(
                        Operations.binary(Expression.BinaryOperator.MODULO, v, a.get(0), r), Int.of(0), r)));
    }

    private static Value remainder(final Rendering rendering, final Value value, final int divisor,
            final int remainder) {
        final Value rest = Operations.binary(Expression.BinaryOperator.MODULO, value, Int.of(divisor),
                rendering);
        return Bool.of(Comparison.equal(rest, Int.of(remainder), rendering));
    }

    private static void comparisons(final Library library) {
        compare(library, "eq equalto ==", Expression.Comparator.EQUAL);
        compare(library, "ne !=", Expression.Comparator.NOT_EQUAL);
        compare(library, "gt greaterthan >", Expression.Comparator.GREATER);
        compare(library, "ge >=", Expression.Comparator.GREATER_OR_EQUAL);
        compare(library, "lt lessthan <", Expression.Comparator.LESS);
        compare(library, "le <=", Expression.Comparator.LESS_OR_EQUAL);
        compare(library, "in", Expression.Comparator.IN);
        library.add("sameas", "other", (r, v, a) -> Bool.of(same(v, a.get(0))));
    }

    private static void compare(final Library library, final String names,
            final Expression.Comparator comparator) {
        library.add(names, "other", (r, v, a) -> Bool.of(Comparison.compare(comparator, v, a.get(0), r)));
    }

    /** Python has one object for each of the constants, and in practice for small numbers and short strings. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(final Value a, final Value b) {
        return a == b || (a instanceof Int && a.equals(b)) || (a instanceof Str && a.equals(b));
    }
}
