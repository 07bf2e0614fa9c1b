package dev.ingot.constrain.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns rules that begin with themselves into loops: {@code a = a x | y} says the same as {@code a = y x*}. Recursion on
 * the left through other rules is not undone; the compiler refuses it.
 */
final class LeftRecursion {

    private LeftRecursion() {}

    /** Returns the grammar with rules that are reached from the root alone; the others become impossible. */
    static Grammar unrolled(final Grammar grammar) {
        final boolean[] reached = reached(grammar);
        final var bodies = new ArrayList<Expr>();
        for (int rule = 0; rule < grammar.size(); rule++) {
            bodies.add(reached[rule] ? unrolled(rule, grammar.body(rule)) : Expr.NEVER);
        }
        return grammar.with(bodies);
    }

    private static boolean[] reached(final Grammar grammar) {
        final var reached = new boolean[grammar.size()];
        final var open = new ArrayList<Integer>(List.of(0));
        reached[0] = true;
        while (!open.isEmpty()) {
            Calls.in(grammar.body(open.removeLast()), rule -> {
                if (!reached[rule]) {
                    reached[rule] = true;
                    open.add(rule);
                }
            });
        }
        return reached;
    }

    private static Expr unrolled(final int rule, final Expr body) {
        final Expr self = new Expr.Call(rule);
        final var options = body instanceof Expr.Choice choice ? choice.options() : List.of(body);
        if (options.stream().noneMatch(it -> first(it).equals(self))) {
            return body;
        }
        final var begins = options.stream().filter(it -> !first(it).equals(self)).toList();
        final var tails = options.stream().filter(it -> first(it).equals(self)).map(LeftRecursion::rest)
                .toList();
        return Expr.sequence(Expr.choice(begins), Expr.repeat(Expr.choice(tails), 0, Expr.UNBOUNDED));
    }

    private static Expr first(final Expr option) {
        return option instanceof Expr.Sequence sequence && !sequence.parts().isEmpty()
                ? sequence.parts().getFirst()
                : option;
    }

    private static Expr rest(final Expr option) {
        return option instanceof Expr.Sequence sequence
                ? Expr.sequence(sequence.parts().subList(1, sequence.parts().size()))
                : Expr.EMPTY;
    }
}
