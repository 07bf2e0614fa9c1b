package dev.ingot.foundry.validate;

import java.util.List;

/**
 * Memory after each of several rounds of the same requests, garbage collected. A leak is told when the trend is surely more
 * than is allowed, denied when it is surely not, and neither when the values scatter too much to say. Allowed is a thousandth
 * of the level per round, 16 KiB at least and 16 KiB for each request at most, however large the model: caches that fill and a
 * JVM that still compiles stay below, a key-value cache or an answer that is kept does not. What surely grows is said to grow,
 * allowed or not.
 *
 * @param what     which memory it is
 * @param bytes    after each round, the first of them behind the warm-up
 * @param requests of a round, at least 1
 * @param trend    of the bytes
 * @param allowed  most growth per round, in bytes
 */
public record MemoryTrend(String what, List<Double> bytes, int requests, Trend trend, double allowed) {

    private static final double PART = 0.001;
    private static final double LEAST = 16 << 10;

    /** Copies the list. */
    public MemoryTrend {
        bytes = List.copyOf(bytes);
    }

    /**
     * Finds the trend of memory.
     *
     * @param what     which memory it is
     * @param bytes    after each round, at least two
     * @param requests of a round, at least 1
     * @return the trend
     */
    static MemoryTrend of(final String what, final List<Double> bytes, final int requests) {
        final Trend trend = Trend.of(bytes);
        return new MemoryTrend(what, bytes, requests, trend,
                Math.clamp(PART * trend.start(), LEAST, LEAST * requests));
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
     * Tells whether memory surely grows, be it little.
     *
     * @return true if the whole interval is above 0
     */
    public boolean grows() {
        return trend.low() > 0;
    }

    /**
     * Returns the trend in words.
     *
     * @return a sentence with figures
     */
    public String summary() {
        return what + ": " + word() + Figures.memory(trend.slope()) + " per round of " + requests
                + " requests (95 %"
                + " interval " + bound(trend.low()) + " to " + bound(trend.high()) + ") over "
                + trend.rounds()
                + " rounds at a level of " + Figures.memory(trend.start()) + "; allowed "
                + Figures.memory(allowed);
    }

    private String word() {
        return grows() ? growth() == Trend.Growth.NONE ? "grows slowly, by " : "grows by " : "";
    }

    private static String bound(final double value) {
        return Double.isFinite(value) ? Figures.memory(value) : "unknown";
    }
}
