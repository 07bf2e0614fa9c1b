package dev.ingot.constrain.grammar;

import dev.ingot.error.ConstraintException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A grammar without dead ends: what can never be brought to an end is cut out, so that whatever has begun can be finished.
 * Knows which rules may say nothing.
 */
final class Pruned {

    private final Grammar grammar;
    private final boolean[] nullable;

    private Pruned(final Grammar grammar) {
        this.grammar = grammar;
        nullable = fixpoint(grammar, Pruned::nullable);
    }

    /** Returns the rules that are left. */
    Grammar grammar() {
        return grammar;
    }

    /** Returns which of them fit nothing at all; not to be changed. */
    boolean[] nullable() {
        return nullable;
    }

    /**
     * Prunes.
     *
     * @throws ConstraintException if nothing is left
     */
    static Pruned of(final Grammar grammar) {
        final boolean[] productive = fixpoint(grammar, Pruned::productive);
        if (!productive[0]) {
            throw grammar.fault("nothing can ever fit: what it asks for has no end, or is impossible");
        }
        final var bodies = new ArrayList<Expr>();
        for (int rule = 0; rule < grammar.size(); rule++) {
            bodies.add(productive[rule] ? cut(grammar.body(rule), productive) : Expr.NEVER);
        }
        return new Pruned(grammar.with(bodies));
    }

    /** Finds the rules of which a property holds that grows with that of the rules they call. */
    private static boolean[] fixpoint(final Grammar grammar, final BiPredicate<Expr, boolean[]> property) {
        final List<List<Integer>> callers = callers(grammar);
        final var known = new boolean[grammar.size()];
        final var open = new ArrayDeque<Integer>();
        for (int rule = 0; rule < known.length; rule++) {
            open.push(rule);
        }
        while (!open.isEmpty()) {
            final int rule = open.pop();
            if (!known[rule] && property.test(grammar.body(rule), known)) {
                known[rule] = true;
                callers.get(rule).forEach(open::push);
            }
        }
        return known;
    }

    private static List<List<Integer>> callers(final Grammar grammar) {
        final var callers = new ArrayList<List<Integer>>();
        for (int rule = 0; rule < grammar.size(); rule++) {
            callers.add(new ArrayList<>());
        }
        for (int rule = 0; rule < grammar.size(); rule++) {
            final int caller = rule;
            Calls.in(grammar.body(rule), called -> callers.get(called).add(caller));
        }
        return callers;
    }

    private static boolean productive(final Expr expression, final boolean[] known) {
        return switch (expression) {
            case Expr.OneByte one -> !one.set().isEmpty();
            case Expr.Sequence sequence -> sequence.parts().stream().allMatch(it -> productive(it, known));
            case Expr.Choice choice -> choice.options().stream().anyMatch(it -> productive(it, known));
            case Expr.Repeat repeat -> repeat.min() == 0 || productive(repeat.body(), known);
            case Expr.Call call -> known[call.rule()];
        };
    }

    private static boolean nullable(final Expr expression, final boolean[] known) {
        return switch (expression) {
            case Expr.OneByte ignored -> false;
            case Expr.Sequence sequence -> sequence.parts().stream().allMatch(it -> nullable(it, known));
            case Expr.Choice choice -> choice.options().stream().anyMatch(it -> nullable(it, known));
            case Expr.Repeat repeat -> repeat.min() == 0 || nullable(repeat.body(), known);
            case Expr.Call call -> known[call.rule()];
        };
    }

    /** Leaves out what cannot end. The expression itself can. */
    private static Expr cut(final Expr expression, final boolean[] known) {
        return switch (expression) {
            case Expr.Sequence sequence -> Expr.sequence(cutAll(sequence.parts(), known));
            case Expr.Choice choice -> Expr.choice(
                    cutAll(choice.options().stream().filter(it -> productive(it, known)).toList(), known));
            case Expr.Repeat repeat -> productive(repeat.body(), known)
                    ? Expr.repeat(cut(repeat.body(), known), repeat.min(), repeat.max())
                    : Expr.EMPTY;
            case Expr.OneByte one -> one;
            case Expr.Call call -> call;
        };
    }

    private static List<Expr> cutAll(final List<Expr> expressions, final boolean[] known) {
        return expressions.stream().map(it -> cut(it, known)).toList();
    }
}
