package dev.ingot.runtime.reference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Passes each position through the experts with the best scores (arXiv 1701.06538) and adds up what they say. */
final class Mixture {

    /** The MLP of one expert. */
    interface Expert {

        double[] apply(int expert, double[] x);
    }

    private Mixture() {}

    /**
     * Mixes.
     *
     * @param x          {@code [positions][width]}
     * @param scores     {@code [positions][experts]}, before the softmax
     * @param chosen     experts per position
     * @param normalized whether the weights of the chosen ones are made to sum to one
     * @param expert     what they are
     * @return {@code [positions][width]}
     */
    static double[][] of(final double[][] x, final double[][] scores, final int chosen,
            final boolean normalized, final Expert expert) {
        return IntStream.range(0, x.length).mapToObj(t -> mix(x[t], scores[t], chosen, normalized, expert))
                .toArray(double[][]::new);
    }

    private static double[] mix(final double[] x, final double[] scores, final int chosen,
            final boolean normalized, final Expert expert) {
        final int[] best = IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparingDouble(e -> -scores[e])).limit(chosen).mapToInt(e -> e).toArray();
        final double all = Arrays.stream(scores).map(Math::exp).sum();
        final double ofBest = Arrays.stream(best).mapToDouble(e -> Math.exp(scores[e])).sum();
        final double[] result = new double[x.length];
        for (final int e : best) {
            final double weight = Math.exp(scores[e]) / (normalized ? ofBest : all);
            final double[] y = expert.apply(e, x);
            for (int i = 0; i < x.length; i++) {
                result[i] += weight * y[i];
            }
        }
        return result;
    }
}
