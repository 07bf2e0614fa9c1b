package dev.ingot.examples;

import dev.ingot.runtime.Generator;
import java.util.Arrays;

/**
 * How well a model predicts a text: in windows one after the other, each from position 0, every token of a window but
 * its first is scored.
 *
 * @param perplexity   exponential of the mean negative log-likelihood per scored token
 * @param divergence   mean Kullback-Leibler divergence per scored position from the reference model; 0 for itself
 * @param tokensScored how many
 */
public record TextScore(double perplexity, double divergence, int tokensScored) {

    /**
     * Scores a text.
     *
     * @param model     whose predictions are scored
     * @param reference what they are compared with; may be the same
     * @param text      the text
     * @param window    tokens per window
     * @return the score
     */
    public static TextScore of(final Generator model, final Generator reference, final String text,
            final int window) {
        final int[] tokens = model.tokenizer().encodeRendered(text);
        double loss = 0;
        double divergence = 0;
        int scored = 0;
        for (int start = 0; start < tokens.length; start += window) {
            final int[] part = Arrays.copyOfRange(tokens, start, Math.min(tokens.length, start + window));
            final float[][] logits = model.logits(part);
            final float[][] expected = model == reference ? logits : reference.logits(part);
            for (int i = 0; i + 1 < part.length; i++) {
                final double[] logProbabilities = logSoftmax(logits[i]);
                loss -= logProbabilities[part[i + 1]];
                divergence += divergence(logSoftmax(expected[i]), logProbabilities);
                scored++;
            }
        }
        return new TextScore(Math.exp(loss / scored), divergence / scored, scored);
    }

    private static double divergence(final double[] reference, final double[] other) {
        double sum = 0;
        for (int i = 0; i < reference.length; i++) {
            sum += Math.exp(reference[i]) * (reference[i] - other[i]);
        }
        return sum;
    }

    private static double[] logSoftmax(final float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (final float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (final float logit : logits) {
            sum += Math.exp(logit - max);
        }
        final double offset = max + Math.log(sum);
        final double[] result = new double[logits.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = logits[i] - offset;
        }
        return result;
    }
}
