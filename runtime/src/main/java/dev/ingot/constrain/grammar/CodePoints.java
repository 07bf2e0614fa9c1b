package dev.ingot.constrain.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of characters: Unicode code points that are no surrogates. Immutable.
 *
 * @param ranges sorted, neither touching nor overlapping
 */
public record CodePoints(List<Range> ranges) {

    /** Every character. */
    public static final CodePoints ALL = of(0, Character.MAX_CODE_POINT);

    /** No character. */
    public static final CodePoints NONE = new CodePoints(List.of());

    /**
     * Characters in a row.
     *
     * @param from first code point
     * @param to   last code point
     */
    public record Range(int from, int to) {}

    /** Copies the list. */
    public CodePoints {
        ranges = List.copyOf(ranges);
    }

    /**
     * Makes a range.
     *
     * @param from first code point
     * @param to   last code point
     * @return the characters between, both included, without surrogates
     */
    public static CodePoints of(final int from, final int to) {
        return normal(List.of(new Range(from, to)));
    }

    /**
     * Makes a set of single characters.
     *
     * @param characters any
     * @return them
     */
    public static CodePoints of(final String characters) {
        return normal(characters.codePoints().mapToObj(it -> new Range(it, it)).toList());
    }

    /**
     * Makes a set of ranges.
     *
     * @param any in any order; surrogates in them are left out
     * @return the characters of all
     */
    public static CodePoints of(final List<Range> any) {
        return normal(any);
    }

    private static CodePoints normal(final List<Range> any) {
        final var sorted = new ArrayList<Range>();
        for (final Range it : any) {
            addWithin(it, 0, Character.MIN_SURROGATE - 1, sorted);
            addWithin(it, Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT, sorted);
        }
        sorted.sort(Comparator.comparingInt(Range::from));
        final var joined = new ArrayList<Range>();
        for (final Range it : sorted) {
            if (!joined.isEmpty() && joined.getLast().to() + 1 >= it.from()) {
                final Range last = joined.removeLast();
                joined.add(new Range(last.from(), Math.max(last.to(), it.to())));
            } else {
                joined.add(it);
            }
        }
        return new CodePoints(joined);
    }

    private static void addWithin(final Range it, final int low, final int high, final List<Range> into) {
        final int from = Math.max(it.from(), low);
        final int to = Math.min(it.to(), high);
        if (from <= to) {
            into.add(new Range(from, to));
        }
    }

    /**
     * Joins two sets.
     *
     * @param other another
     * @return the characters of both
     */
    public CodePoints or(final CodePoints other) {
        final var both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        return normal(both);
    }

    /**
     * Turns the set around.
     *
     * @return all characters that are not in it
     */
    public CodePoints negate() {
        final var gaps = new ArrayList<Range>();
        int next = 0;
        for (final Range it : ranges) {
            gaps.add(new Range(next, it.from() - 1));
            next = it.to() + 1;
        }
        gaps.add(new Range(next, Character.MAX_CODE_POINT));
        return normal(gaps);
    }

    /**
     * Intersects two sets.
     *
     * @param other another
     * @return the characters that are in both
     */
    public CodePoints and(final CodePoints other) {
        return negate().or(other.negate()).negate();
    }

    /**
     * Removes characters.
     *
     * @param other which
     * @return the characters of this set that are not in the other
     */
    public CodePoints minus(final CodePoints other) {
        return negate().or(other).negate();
    }

    /**
     * Tells whether a character is in it.
     *
     * @param codePoint a code point
     * @return true if so
     */
    public boolean contains(final int codePoint) {
        return ranges.stream().anyMatch(it -> it.from() <= codePoint && codePoint <= it.to());
    }

    /**
     * Tells whether it is empty.
     *
     * @return true if so
     */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /**
     * Spells the characters as UTF-8.
     *
     * @return one character of the set
     */
    public Expr utf8() {
        return Utf8.of(this);
    }
}
