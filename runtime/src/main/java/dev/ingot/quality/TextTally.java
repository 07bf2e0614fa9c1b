package dev.ingot.quality;

/** Adds up what one model's logits tell, position by position, beside the float model's. Not thread-safe. */
final class TextTally {

    private int tokens;
    private double loss;
    private double expectedLoss;
    private double divergence;
    private double maxDivergence;
    private double cosine;
    private int agreed;

    /**
     * Takes one position.
     *
     * @param expected the float model's logits
     * @param summary  of these
     * @param found    the model's logits, as many
     * @param next     the token that follows in the text
     */
    void add(final float[] expected, final LogitSummary summary, final float[] found, final int next) {
        final LogitSummary own = LogitSummary.of(found);
        double shift = 0;
        double dot = 0;
        for (int i = 0; i < found.length; i++) {
            shift += Math.exp(expected[i] - summary.logSum()) * ((double) expected[i] - found[i]);
            dot += (double) expected[i] * found[i];
        }
        // sum of p (log p - log q) with log p = x - logSum(x): what does not depend on i goes out of the sum.
        final double nats = Math.max(0, shift - summary.logSum() + own.logSum());
        divergence += nats;
        maxDivergence = Math.max(maxDivergence, nats);
        cosine += dot / Math.sqrt(summary.squares() * own.squares());
        agreed += summary.top() == own.top() ? 1 : 0;
        loss += own.logSum() - found[next];
        expectedLoss += summary.logSum() - expected[next];
        tokens++;
    }

    TextScore score() {
        return new TextScore(tokens, Math.exp(loss / tokens), Math.expm1((loss - expectedLoss) / tokens),
                divergence / tokens, maxDivergence, (double) agreed / tokens, cosine / tokens);
    }
}
