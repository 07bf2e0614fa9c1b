package dev.ingot.quality;

/**
 * What is needed of the logits of one position more than once.
 *
 * @param logSum  logarithm of the sum of their exponentials
 * @param squares sum of their squares
 * @param top     index of the largest, the lowest of several
 */
record LogitSummary(double logSum, double squares, int top) {

    static LogitSummary of(final float[] logits) {
        int top = 0;
        double squares = 0;
        for (int i = 0; i < logits.length; i++) {
            squares += (double) logits[i] * logits[i];
            if (logits[i] > logits[top]) {
                top = i;
            }
        }
        double sum = 0;
        for (final float logit : logits) {
            sum += Math.exp((double) logit - logits[top]);
        }
        return new LogitSummary(logits[top] + Math.log(sum), squares, top);
    }
}
