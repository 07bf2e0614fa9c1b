package dev.ingot.constrain.grammar;

import dev.ingot.error.ConstraintException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Follows forks, and passes over rules that may say nothing, to the states where something happens. */
final class Closures {

    private static final int MOST_ENTRIES = 8_000_000;

    private final List<Expr> kinds;
    private final List<int[]> nexts;
    private final boolean[] nullable;
    private final BitSet seen = new BitSet();
    private int[] open = new int[64];
    private int size;
    private int[] found = new int[64];
    private int count;
    private int total;
    private int[] visited = new int[64];
    private int seenCount;

    Closures(final List<Expr> kinds, final List<int[]> nexts, final boolean[] nullable) {
        this.kinds = kinds;
        this.nexts = nexts;
        this.nullable = nullable;
    }

    /** Returns the closure of each wanted state, by state; empty arrays for the others. */
    int[][] of(final BitSet wanted) {
        final var result = new int[kinds.size()][];
        Arrays.fill(result, new int[0]);
        wanted.stream().forEach(state -> result[state] = of(state));
        return result;
    }

    private int[] of(final int state) {
        Effort.look();
        count = 0;
        push(state);
        while (size > 0) {
            visit(open[--size]);
        }
        for (int i = 0; i < seenCount; i++) {
            seen.clear(visited[i]);
        }
        seenCount = 0;
        total += count;
        if (total > MOST_ENTRIES) {
            throw new ConstraintException("grammar", "",
                    "too many optional parts in a row; the states have more than " + MOST_ENTRIES
                            + " successors");
        }
        final int[] closure = Arrays.copyOf(found, count);
        Arrays.sort(closure);
        return closure;
    }

    private void push(final int state) {
        if (seen.get(state)) {
            return;
        }
        seen.set(state);
        if (seenCount == visited.length) {
            visited = Arrays.copyOf(visited, seenCount * 2);
        }
        visited[seenCount++] = state;
        if (size == open.length) {
            open = Arrays.copyOf(open, size * 2);
        }
        open[size++] = state;
    }

    private void visit(final int state) {
        final boolean fork = kinds.get(state) instanceof Expr.Choice;
        if (!fork) {
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = state;
        }
        if (fork || (kinds.get(state) instanceof Expr.Call call && nullable[call.rule()])) {
            for (final int next : nexts.get(state)) {
                push(next);
            }
        }
    }
}
