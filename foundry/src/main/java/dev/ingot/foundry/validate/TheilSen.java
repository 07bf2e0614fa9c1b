package dev.ingot.foundry.validate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A straight line through values: the median of the slopes between all pairs of them (Theil 1950), which a few values that
 * stick out do not move, and its confidence interval of 95 % from the distribution of Kendall's S (Sen 1968), which takes the
 * values for independent.
 *
 * @param slope change from one value to the next
 * @param low   lower end of the interval; minus infinity where there are too few values for one
 * @param high  upper end of the interval; infinity where there are too few values for one
 * @param start value of the line at the first place; the median of what the values leave when the slope is taken away
 */
record TheilSen(double slope, double low, double high, double start) {

    /** The normal distribution has 2.5 % beyond it. */
    static final double Z = 1.959963984540054;

    static TheilSen of(final List<Double> values) {
        final int n = values.size();
        final double[] slopes = slopes(values);
        final double slope = median(slopes);
        final double width = Z * Math.sqrt(variance(values));
        final int below = (int) Math.rint((slopes.length - width) / 2);
        final int above = (int) Math.rint((slopes.length + width) / 2);
        final double[] rest = new double[n];
        Arrays.setAll(rest, i -> values.get(i) - slope * i);
        return new TheilSen(slope, below < 1 ? Double.NEGATIVE_INFINITY : slopes[below - 1],
                above >= slopes.length ? Double.POSITIVE_INFINITY : slopes[above], median(sorted(rest)));
    }

    /** Returns what the values are above the line. */
    double[] residuals(final List<Double> values) {
        final double[] rest = new double[values.size()];
        Arrays.setAll(rest, i -> values.get(i) - start - slope * i);
        return rest;
    }

    /** Of Kendall's S; values that occur several times make it smaller (Sen 1968, formula 2.6). */
    private static double variance(final List<Double> values) {
        final double ties = values.stream().collect(Collectors.groupingBy(it -> it, Collectors.counting()))
                .values().stream().mapToDouble(TheilSen::term).sum();
        return (term(values.size()) - ties) / 18;
    }

    private static double term(final long count) {
        return count * (count - 1.0) * (2.0 * count + 5);
    }

    private static double[] slopes(final List<Double> values) {
        final int n = values.size();
        final double[] slopes = new double[n * (n - 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[next++] = (values.get(j) - values.get(i)) / (j - i);
            }
        }
        return sorted(slopes);
    }

    private static double[] sorted(final double[] values) {
        final double[] copy = values.clone();
        Arrays.sort(copy);
        return copy;
    }

    static double median(final double[] sorted) {
        final int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
