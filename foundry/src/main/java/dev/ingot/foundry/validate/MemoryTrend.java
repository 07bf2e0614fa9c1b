package dev.ingot.foundry.validate;

import java.util.List;

/**
 * Memory after each of several rounds of the same requests, garbage collected. A leak is told when the trend is surely more
 * than is allowed, denied when it is surely not, and neither when the values scatter too much to say. Allowed is a thousandth
 * of the level per round, and 16 KiB at least: caches that fill and a JVM that still compiles stay below, a key-value cache or
 * an answer that is kept does not.
 *
 * @param what    which memory it is
 * @param bytes   after each round, the first of them behind the warm-up
 * @param trend   of these
 * @param allowed most growth per round, in bytes
 */
public record MemoryTrend(String what, List<Double> bytes, Trend trend, double allowed) {

    private static final double PART = 0.001;
    private static final double LEAST = 16 << 10;

    /** Copies the list. */
    public MemoryTrend {
        bytes = List.copyOf(bytes);
    }

    /**
     * Finds the trend of memory.
     *
     * @param what  which memory it is
     * @param bytes after each round, at least two
     * @return the trend
     */
    static MemoryTrend of(final String what, final List<Double> bytes) {
        final Trend trend = Trend.of(bytes);
        return new MemoryTrend(what, bytes, trend, Math.max(LEAST, PART * trend.start()));
    }

    /**
     * Says what the trend means.
     *
     * @return whether memory grows
     */
    public Trend.Growth growth() {
        return trend.beyond(allowed);
    }

    /**
     * Returns the trend in words.
     *
     * @return a sentence with figures
     */
    public String summary() {
        return what + ": " + Figures.memory(trend.slope()) + " per round (95 % interval " + bound(trend.low())
                + " to " + bound(trend.high()) + ") over " + trend.rounds() + " rounds at a level of "
                + Figures.memory(trend.start()) + "; allowed " + Figures.memory(allowed);
    }

    private static String bound(final double value) {
        return Double.isFinite(value) ? Figures.memory(value) : "unknown";
    }
}
