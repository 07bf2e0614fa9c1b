package dev.ingot.gptq;

import java.util.Comparator;
import java.util.stream.IntStream;

/** In which order the columns of a matrix are rounded. Immutable. */
final class ColumnSequence {

    private final int[] columns;
    private final boolean natural;

    private ColumnSequence(final int[] columns, final boolean natural) {
        this.columns = columns;
        this.natural = natural;
    }

    /** From the first column to the last. */
    static ColumnSequence natural(final int count) {
        return new ColumnSequence(IntStream.range(0, count).toArray(), true);
    }

    /** From the column that is used most to the one that is used least; of equal ones the first. */
    static ColumnSequence byUse(final Hessian hessian) {
        return new ColumnSequence(IntStream.range(0, hessian.columns()).boxed()
                .sorted(Comparator.comparingDouble(i -> -hessian.get(i, i))).mapToInt(i -> i).toArray(),
                false);
    }

    boolean isNatural() {
        return natural;
    }

    int length() {
        return columns.length;
    }

    /** The column that is rounded at a place of the sequence. */
    int column(final int place) {
        return columns[place];
    }
}
