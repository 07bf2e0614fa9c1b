package dev.ingot.constrain.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Makes states of the rules, back to front: an expression is compiled with the state that follows it at hand, and becomes
 * the state that it begins with.
 */
final class Compiler {

    private static final int MOST_STATES = 400_000;
    private static final int NONE = -1;

    private final Pruned rules;
    private final List<Expr> kinds = new ArrayList<>(); // a byte set, a call, a choice of nexts (fork), or nothing (end)
    private final List<int[]> nexts = new ArrayList<>();
    private final int[] starts;

    Compiler(final Pruned rules) {
        this.rules = rules;
        starts = new int[rules.grammar().size()];
    }

    Automaton compile() {
        final int accept = state(Expr.EMPTY);
        for (int rule = 0; rule < starts.length; rule++) {
            starts[rule] = build(rules.grammar().body(rule), state(Expr.EMPTY));
        }
        final var closures = new Closures(kinds, nexts, rules.nullable());
        final var sets = new ByteSet[kinds.size()];
        final var calls = new int[kinds.size()];
        final var follow = new int[kinds.size()];
        Arrays.fill(calls, NONE);
        for (int i = 0; i < sets.length; i++) {
            sets[i] = kinds.get(i) instanceof Expr.OneByte one ? one.set() : ByteSet.NONE;
            calls[i] = kinds.get(i) instanceof Expr.Call call ? call.rule() : NONE;
            follow[i] = sets[i].isEmpty() && calls[i] == NONE ? NONE : nexts.get(i)[0];
        }
        final var closure = closures.of(needed(follow, accept));
        return new Automaton(sets, calls, follow, closure, starts,
                Ranks.of(rules.grammar(), starts, closure, calls),
                accept);
    }

    /** States whose closures are asked for: those that something leads to. */
    private BitSet needed(final int[] follow, final int accept) {
        final var result = new BitSet();
        Arrays.stream(follow).filter(it -> it != NONE).forEach(result::set);
        Arrays.stream(starts).forEach(result::set);
        result.set(accept);
        return result;
    }

    private int state(final Expr kind, final int... next) {
        Effort.look();
        if (kinds.size() == MOST_STATES) {
            throw rules.grammar()
                    .fault("more than " + MOST_STATES + " states; large repetitions are the usual cause");
        }
        kinds.add(kind);
        nexts.add(next);
        return kinds.size() - 1;
    }

    private int build(final Expr expression, final int next) {
        return switch (expression) {
            case Expr.OneByte one -> state(one, next);
            case Expr.Call call -> state(call, next);
            case Expr.Sequence sequence -> {
                int start = next;
                for (final Expr part : sequence.parts().reversed()) {
                    start = build(part, start);
                }
                yield start;
            }
            case Expr.Choice choice -> state(Expr.NEVER,
                    choice.options().stream().mapToInt(it -> build(it, next)).toArray());
            case Expr.Repeat repeat -> repeat(repeat, next);
        };
    }

    private int repeat(final Expr.Repeat repeat, final int next) {
        int start = next;
        if (repeat.max() == Expr.UNBOUNDED) {
            start = state(Expr.NEVER, next, next);
            nexts.get(start)[0] = build(repeat.body(), start);
        } else {
            for (int i = repeat.min(); i < repeat.max(); i++) {
                start = state(Expr.NEVER, build(repeat.body(), start), next);
            }
        }
        for (int i = 0; i < repeat.min(); i++) {
            start = build(repeat.body(), start);
        }
        return start;
    }
}
