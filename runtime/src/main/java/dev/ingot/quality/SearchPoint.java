package dev.ingot.quality;

/**
 * What one precision costs and gives.
 *
 * @param name            of the precision
 * @param bytes           size of all files
 * @param score           how it predicts the text, beside the float model
 * @param tokensPerSecond decoding speed, median of the rounds
 * @param speedup         median of the ratio to the float model's speed in the same round, which other work on the
 *                        machine changes less
 * @param front           whether no other precision is at least as good in size, divergence and speed, and better in one
 */
public record SearchPoint(String name, long bytes, TextScore score, double tokensPerSecond, double speedup,
        boolean front) {

    /** Tells whether this point is at least as good as another, and better in something. */
    boolean dominates(final SearchPoint other) {
        return merits().dominate(other.merits());
    }

    private Merits merits() {
        return new Merits(bytes, score.divergence(), speedup);
    }

    SearchPoint onFront(final boolean value) {
        return new SearchPoint(name, bytes, score, tokensPerSecond, speedup, value);
    }
}
