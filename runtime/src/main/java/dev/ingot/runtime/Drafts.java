package dev.ingot.runtime;

/**
 * How guesses fared; see {@link Speculation}.
 *
 * @param steps    that looked at guesses
 * @param drafted  tokens guessed
 * @param accepted how many of them became part of the answer
 */
public record Drafts(int steps, int drafted, int accepted) {

    /**
     * Returns how many guesses were right.
     *
     * @return 0 to 1; 0 when nothing was guessed
     */
    public double acceptance() {
        return drafted == 0 ? 0 : (double) accepted / drafted;
    }
}
