package dev.ingot.constrain.grammar;

import java.util.Arrays;
import java.util.LinkedHashSet;

/**
 * A grammar as states over bytes, with calls between rules. A state expects a byte and goes on, calls a rule and goes on
 * when that ends, or ends its rule. Immutable.
 */
public final class Automaton {

    private static final int BYTES = 256;
    private static final long STATE_BYTES = 80; // a set, an array, and their places

    private final ByteSet[] sets;
    private final int[] calls;
    private final int[] follow;
    private final int[][] closure;
    private final int[] starts;
    private final int[] ranks;
    private final int accept;
    private final long bytes;

    Automaton(final ByteSet[] sets, final int[] calls, final int[] follow, final int[][] closure,
            final int[] starts,
            final int[] ranks, final int accept) {
        this.sets = sets;
        this.calls = calls;
        this.follow = follow;
        this.closure = closure;
        this.starts = starts;
        this.ranks = ranks;
        this.accept = accept;
        bytes = STATE_BYTES * sets.length
                + Integer.BYTES * Arrays.stream(closure).mapToLong(it -> it.length).sum();
    }

    /**
     * Returns about how much memory it takes.
     *
     * @return bytes
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Tells whether a state takes a byte.
     *
     * @param state a state
     * @param value 0 to 255
     * @return true if it expects this byte
     */
    public boolean takes(final int state, final int value) {
        return sets[state].contains(value);
    }

    /**
     * Tells whether a state expects a byte.
     *
     * @param state a state
     * @return true if so
     */
    public boolean isByte(final int state) {
        return !sets[state].isEmpty();
    }

    /**
     * Returns the rule that a state calls.
     *
     * @param state a state
     * @return number of the rule, or -1
     */
    public int call(final int state) {
        return calls[state];
    }

    /**
     * Returns where it goes on after a byte or a call.
     *
     * @param state a state that expects a byte or calls
     * @return the state after it
     */
    public int follow(final int state) {
        return follow[state];
    }

    /**
     * Returns what a state amounts to. The array is shared and must not be changed.
     *
     * @param state a state that something leads to
     * @return states that expect bytes, call or end, rising
     */
    public int[] closure(final int state) {
        return closure[state];
    }

    /**
     * Tells whether nothing is left of a rule.
     *
     * @param state a state that something leads to
     * @return true if the rule ends there and cannot do anything else
     */
    public boolean isTail(final int state) {
        final int[] all = closure[state];
        return all.length == 1 && !isByte(all[0]) && calls[all[0]] < 0;
    }

    /**
     * Tells whether the empty text fits.
     *
     * @return true if the root may end where it begins
     */
    public boolean fitsNothing() {
        return Arrays.stream(closure[starts[0]]).anyMatch(it -> !isByte(it) && calls[it] < 0);
    }

    /**
     * Returns the state that a rule begins with.
     *
     * @param rule number of the rule
     * @return its first state
     */
    public int start(final int rule) {
        return starts[rule];
    }

    /**
     * Returns the place of a rule in an order in which each rule comes before those that may begin it.
     *
     * @param rule number of the rule
     * @return from 0, different for each
     */
    public int rank(final int rule) {
        return ranks[rule];
    }

    /**
     * Returns how many rules there are.
     *
     * @return rules, 0 being the root
     */
    public int rules() {
        return starts.length;
    }

    /**
     * Returns the state behind the root.
     *
     * @return the state that is reached when all is said
     */
    public int accept() {
        return accept;
    }

    /**
     * Divides the bytes into classes that no state and no other set tells apart.
     *
     * @param others more sets to be told apart
     * @return number of the class of each byte, from 0
     */
    public int[] byteClasses(final Iterable<ByteSet> others) {
        final var distinct = new LinkedHashSet<ByteSet>(Arrays.asList(sets));
        others.forEach(distinct::add);
        final var classes = new int[BYTES];
        int count = 1;
        for (final ByteSet set : distinct) {
            final var split = new int[count];
            final var without = new boolean[count];
            for (int value = 0; value < BYTES; value++) {
                without[classes[value]] |= !set.contains(value);
            }
            for (int value = 0; value < BYTES && count < BYTES; value++) {
                final int old = classes[value];
                if (set.contains(value) && old < split.length && without[old]) {
                    split[old] = split[old] == 0 ? count++ : split[old];
                    classes[value] = split[old];
                }
            }
        }
        return classes;
    }
}
