package dev.ingot.foundry.validate;

import java.util.List;

/**
 * How values change from round to round: the median of the slopes between all pairs of them (Theil 1950), which a few values
 * that stick out do not move, with a confidence interval of 95 %: that of Sen (1968), made wider by as much as values say that
 * are like the ones before them ({@code docs/validation.md} has the figures).
 *
 * @param rounds how many values there are
 * @param slope  change per round
 * @param low    lower end of the interval; minus infinity where there are too few values for one
 * @param high   upper end of the interval; infinity where there are too few values for one
 * @param start  value of the line at the first round; the median of what the values leave when the slope is taken away
 */
public record Trend(int rounds, double slope, double low, double high, double start) {

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
        final var line = TheilSen.of(values);
        if (Double.isInfinite(line.low()) || Double.isInfinite(line.high())) {
            return new Trend(n, line.slope(), line.low(), line.high(), line.start());
        }
        final double wider = Persistence.widening(line.residuals(values));
        return new Trend(n, line.slope(), line.slope() - wider * (line.slope() - line.low()),
                line.slope() + wider * (line.high() - line.slope()), line.start());
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
