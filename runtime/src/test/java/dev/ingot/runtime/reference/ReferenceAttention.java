package dev.ingot.runtime.reference;

import java.util.Optional;

/**
 * Causal attention over a whole sequence (arXiv 1706.03762), heads of queries sharing those of keys and values
 * (arXiv 2305.13245).
 *
 * @param headSize dimension of one head
 * @param scale    factor of the scores
 * @param window   number of most recent positions that are seen, the current one included
 * @param softcap  scores become {@code cap * tanh(score / cap)}; 0 for none
 * @param sinks    one further score per head that takes part in the softmax and carries no value
 */
public record ReferenceAttention(int headSize, double scale, int window, double softcap,
        Optional<TinyModel.Values> sinks) {

    public static ReferenceAttention of(final int headSize) {
        return new ReferenceAttention(headSize, 1 / Math.sqrt(headSize), Integer.MAX_VALUE, 0,
                Optional.empty());
    }

    public ReferenceAttention withScale(final double factor) {
        return new ReferenceAttention(headSize, factor, window, softcap, sinks);
    }

    public ReferenceAttention withWindow(final int positions) {
        return new ReferenceAttention(headSize, scale, positions, softcap, sinks);
    }

    public ReferenceAttention withSoftcap(final double cap) {
        return new ReferenceAttention(headSize, scale, window, cap, sinks);
    }

    public ReferenceAttention withSinks(final TinyModel.Values perHead) {
        return new ReferenceAttention(headSize, scale, window, softcap, Optional.of(perHead));
    }

    /**
     * Attends.
     *
     * @param q {@code [positions][heads * headSize]}, rotated
     * @param k {@code [positions][kvHeads * headSize]}, rotated
     * @param v {@code [positions][kvHeads * headSize]}
     * @return {@code [positions][heads * headSize]}
     */
    public double[][] apply(final double[][] q, final double[][] k, final double[][] v) {
        final int heads = q[0].length / headSize;
        final int sharing = q[0].length / k[0].length;
        final double[][] result = new double[q.length][q[0].length];
        for (int t = 0; t < q.length; t++) {
            for (int head = 0; head < heads; head++) {
                final int other = head / sharing * headSize;
                final double[] shares = shares(q[t], head * headSize, k, other, t, head);
                for (int s = 0; s <= t; s++) {
                    for (int i = 0; i < headSize; i++) {
                        result[t][head * headSize + i] += shares[s] * v[s][other + i];
                    }
                }
            }
        }
        return result;
    }

    private double[] shares(final double[] query, final int from, final double[][] keys, final int keyFrom,
            final int t, final int head) {
        final double[] shares = new double[t + 1];
        double sum = sinks.map(values -> Math.exp(values.at(head))).orElse(0.0);
        for (int s = (int) Math.max(0, (long) t - window + 1); s <= t; s++) {
            double score = 0;
            for (int i = 0; i < headSize; i++) {
                score += query[from + i] * keys[s][keyFrom + i];
            }
            score *= scale;
            shares[s] = Math.exp(softcap == 0 ? score : softcap * Math.tanh(score / softcap));
            sum += shares[s];
        }
        for (int s = 0; s <= t; s++) {
            shares[s] /= sum;
        }
        return shares;
    }
}
