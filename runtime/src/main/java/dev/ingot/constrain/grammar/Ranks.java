package dev.ingot.constrain.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An order of the rules in which each comes before those that may begin it. There is none if a rule may begin with itself:
 * nobody could tell how often it was entered.
 */
final class Ranks {

    private static final int OPEN = -1;
    private static final int UNSEEN = -2;

    private final Grammar grammar;
    private final int[] starts;
    private final int[][] closure;
    private final int[] calls;
    private final int[] ranks;
    private int next;

    private Ranks(final Grammar grammar, final int[] starts, final int[][] closure, final int[] calls) {
        this.grammar = grammar;
        this.starts = starts;
        this.closure = closure;
        this.calls = calls;
        ranks = new int[starts.length];
        next = starts.length;
        Arrays.fill(ranks, UNSEEN);
    }

    /** Returns the rank of each rule, from 0. */
    static int[] of(final Grammar grammar, final int[] starts, final int[][] closure, final int[] calls) {
        final var order = new Ranks(grammar, starts, closure, calls);
        for (int rule = 0; rule < starts.length; rule++) {
            order.visit(rule);
        }
        return order.ranks;
    }

    /** Depth first, without recursion: a chain of rules may be long. */
    private void visit(final int root) {
        if (ranks[root] != UNSEEN) {
            return;
        }
        final List<int[]> path = new ArrayList<>(); // rule, place in the closure of its start
        enter(root, path);
        while (!path.isEmpty()) {
            final int[] top = path.getLast();
            final int[] begins = closure[starts[top[0]]];
            if (top[1] == begins.length) {
                ranks[top[0]] = --next;
                path.removeLast();
                continue;
            }
            final int called = calls[begins[top[1]++]];
            if (called >= 0 && ranks[called] == OPEN) {
                throw grammar.fault("the rule \"" + grammar.name(called)
                        + "\" may begin with itself by way of others (left recursion); let it begin with something else");
            }
            if (called >= 0 && ranks[called] == UNSEEN) {
                enter(called, path);
            }
        }
    }

    private void enter(final int rule, final List<int[]> path) {
        ranks[rule] = OPEN;
        path.add(new int[]{rule, 0});
    }
}
