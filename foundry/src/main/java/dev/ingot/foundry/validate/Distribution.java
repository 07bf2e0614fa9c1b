package dev.ingot.foundry.validate;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;

/**
 * Some measured values. Percentiles are of the nearest rank: the least value that so many percent of the values do not exceed,
 * one that was measured and none in between. One is only told when at least one value lies beyond it: the 95th from 20 values
 * on, the 99th from 100. Immutable.
 *
 * @param count how many values there are
 * @param mean  their sum by their number; not a number when there are none
 * @param least the smallest; not a number when there are none
 * @param most  the largest; not a number when there are none
 * @param p50   the median
 * @param p95   the 95th percentile; empty for fewer than 20 values
 * @param p99   the 99th percentile; empty for fewer than 100 values
 */
public record Distribution(int count, double mean, double least, double most, OptionalDouble p50,
        OptionalDouble p95, OptionalDouble p99) {

    private static final int PERCENT = 100;

    /**
     * Describes values.
     *
     * @param values in any order
     * @return what they are like
     */
    public static Distribution of(final Collection<Double> values) {
        final double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Distribution(0, Double.NaN, Double.NaN, Double.NaN, OptionalDouble.empty(),
                    OptionalDouble.empty(), OptionalDouble.empty());
        }
        return new Distribution(sorted.length, Arrays.stream(sorted).sum() / sorted.length, sorted[0],
                sorted[sorted.length - 1], OptionalDouble.of(percentile(sorted, 50)), told(sorted, 95),
                told(sorted, 99));
    }

    private static OptionalDouble told(final double[] sorted, final int percent) {
        return (PERCENT - percent) * sorted.length >= PERCENT
                ? OptionalDouble.of(percentile(sorted, percent))
                : OptionalDouble.empty();
    }

    private static double percentile(final double[] sorted, final int percent) {
        return sorted[Math.ceilDiv(percent * sorted.length, PERCENT) - 1];
    }

    /**
     * Returns what a limit is held against: the 95th percentile, or the largest value where there are too few for it.
     *
     * @return the value; not a number when there are none
     */
    public double high() {
        return p95.orElse(most);
    }
}
