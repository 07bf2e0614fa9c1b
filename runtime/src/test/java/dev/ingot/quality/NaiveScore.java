package dev.ingot.quality;

/** The figures of a text as their formulae stand in books: all probabilities, one after the other. */
final class NaiveScore {

    int tokens;
    double loss;
    double floatLoss;
    double divergence;
    double maxDivergence;
    int agreed;
    double cosine;

    void add(final float[][] expected, final float[][] found, final int[] part) {
        for (int i = 0; i + 1 < part.length; i++) {
            final double[] p = softmax(expected[i]);
            final double[] q = softmax(found[i]);
            loss -= Math.log(q[part[i + 1]]);
            floatLoss -= Math.log(p[part[i + 1]]);
            double nats = 0;
            double dot = 0;
            double squares = 0;
            double otherSquares = 0;
            for (int j = 0; j < p.length; j++) {
                nats += p[j] == 0 ? 0 : p[j] * Math.log(p[j] / q[j]);
                dot += (double) expected[i][j] * found[i][j];
                squares += (double) expected[i][j] * expected[i][j];
                otherSquares += (double) found[i][j] * found[i][j];
            }
            divergence += nats;
            maxDivergence = Math.max(maxDivergence, nats);
            cosine += dot / Math.sqrt(squares) / Math.sqrt(otherSquares);
            agreed += largest(p) == largest(q) ? 1 : 0;
            tokens++;
        }
    }

    private static int largest(final double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static double[] softmax(final float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (final float logit : logits) {
            max = Math.max(max, logit);
        }
        final double[] result = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            result[i] = Math.exp(logits[i] - max);
            sum += result[i];
        }
        for (int i = 0; i < logits.length; i++) {
            result[i] /= sum;
        }
        return result;
    }
}
