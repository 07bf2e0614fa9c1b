package dev.ingot.quality;

/**
 * How a model predicts a text, beside its float model. The text is cut into windows that each begin at position 0; every
 * token of a window but its first is scored. docs/quality.md has the formulae.
 *
 * @param tokens        how many tokens were scored
 * @param perplexity    exponential of the mean negative log-likelihood of the tokens
 * @param increase      by which part the perplexity is above that of the float model; 0.01 for 1 %
 * @param divergence    mean Kullback-Leibler divergence from the float model's prediction, in nats per token
 * @param maxDivergence that of the token where it is largest
 * @param agreement     part of the positions where both think the same token the most likely one, 0 to 1
 * @param cosine        mean cosine of the logits of both
 */
public record TextScore(int tokens, double perplexity, double increase, double divergence,
        double maxDivergence, double agreement, double cosine) {

    /** The score of the float model, which is like itself. */
    static TextScore ofReference(final int tokens, final double loss) {
        return new TextScore(tokens, Math.exp(loss / tokens), 0, 0, 0, 1, 1);
    }
}
