package dev.ingot.foundry.validate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How values change from round to round: the median of the slopes between all pairs of them (Theil 1950), which a few values
 * that stick out do not move, and its confidence interval of 95 % from the distribution of Kendall's S (Sen 1968). The interval
 * takes the values for independent; memory is not quite, so a limit is held against it, and not against nothing.
 *
 * @param rounds how many values there are
 * @param slope  change per round
 * @param low    lower end of the interval; minus infinity where there are too few values for one
 * @param high   upper end of the interval; infinity where there are too few values for one
 * @param start  value of the line at the first round; the median of what the values leave when the slope is taken away
 */
public record Trend(int rounds, double slope, double low, double high, double start) {

    /** The normal distribution has 2.5 % beyond it. */
    private static final double Z = 1.959963984540054;

    /** What a trend says about growth. */
    public enum Growth {
        /** Surely no more than is allowed. */
        NONE,
        /** Surely more than is allowed. */
        SURE,
        /** The values scatter too much, or are too few, to tell. */
        UNKNOWN
    }

    /**
     * Finds the trend of values.
     *
     * @param values one of each round, at least two
     * @return their trend
     */
    public static Trend of(final List<Double> values) {
        final int n = values.size();
        if (n < 2) {
            throw new IllegalArgumentException("values: expected at least 2, found " + n);
        }
        final double[] slopes = slopes(values);
        final double slope = median(slopes);
        final double width = Z * Math.sqrt(variance(values));
        final int below = (int) Math.rint((slopes.length - width) / 2);
        final int above = (int) Math.rint((slopes.length + width) / 2);
        final double[] rest = new double[n];
        Arrays.setAll(rest, i -> values.get(i) - slope * i);
        Arrays.sort(rest);
        return new Trend(n, slope, below < 1 ? Double.NEGATIVE_INFINITY : slopes[below - 1],
                above >= slopes.length ? Double.POSITIVE_INFINITY : slopes[above], median(rest));
    }

    /** Of Kendall's S; values that occur several times make it smaller (Sen 1968, formula 2.6). */
    private static double variance(final List<Double> values) {
        final double ties = values.stream().collect(Collectors.groupingBy(it -> it, Collectors.counting()))
                .values().stream().mapToDouble(Trend::term).sum();
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
        Arrays.sort(slopes);
        return slopes;
    }

    private static double median(final double[] sorted) {
        final int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * Tells whether there are values enough for an interval.
     *
     * @return true if both its ends are numbers
     */
    public boolean isBounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    /**
     * Judges the trend.
     *
     * @param allowed most that the values may grow per round
     * @return what the interval says about it
     */
    public Growth beyond(final double allowed) {
        if (low > allowed) {
            return Growth.SURE;
        }
        return high <= allowed ? Growth.NONE : Growth.UNKNOWN;
    }
}
