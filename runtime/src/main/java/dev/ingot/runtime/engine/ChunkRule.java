package dev.ingot.runtime.engine;

/**
 * How many tokens of a text are computed in one step.
 *
 * @param most       at most
 * @param vocabulary logits of a position
 * @param rows       which positions have logits
 */
record ChunkRule(int most, int vocabulary, LogitRows rows) {

    /** Logits of all positions of a step take no more than this. */
    private static final long WIDE_LOGITS = 64L << 20;

    /** While others compute as well, a prompt takes smaller steps, so that they do not wait long for theirs. */
    private static final int SHARED_PART = 4;

    /**
     * Returns how many are best.
     *
     * @param allRows whether the logits of all of them are wanted
     * @param shared  whether other sequences are in use
     * @return at least 1
     */
    int tokens(final boolean allRows, final boolean shared) {
        if (allRows && rows == LogitRows.LAST) {
            return 1;
        }
        if (allRows || rows == LogitRows.ALL) {
            return Math.clamp(WIDE_LOGITS / ((long) vocabulary * Float.BYTES), 1, most);
        }
        return shared ? Math.max(1, most / SHARED_PART) : most;
    }
}
