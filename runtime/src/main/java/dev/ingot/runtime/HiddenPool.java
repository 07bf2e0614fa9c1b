package dev.ingot.runtime;

/** Adds up the hidden states of a text, step by step. For one thread at a time. */
final class HiddenPool {

    private final Pooling pooling;
    private double[] sum = {};
    private int tokens;

    HiddenPool(final Pooling pooling) {
        this.pooling = pooling;
    }

    /** Takes the hidden states of the next positions, one after the other. */
    void add(final float[] states, final int count) {
        final int width = states.length / count;
        if (sum.length != width) {
            sum = new double[width];
        }
        if (pooling == Pooling.LAST_TOKEN) {
            for (int i = 0; i < width; i++) {
                sum[i] = states[states.length - width + i];
            }
            tokens = 1;
            return;
        }
        for (int i = 0; i < states.length; i++) {
            sum[i % width] += states[i];
        }
        tokens += count;
    }

    /** Returns the vector of all so far. */
    float[] vector(final boolean normalized) {
        double squares = 0;
        for (final double value : sum) {
            squares += value * value;
        }
        final double divisor = normalized && squares > 0 ? Math.sqrt(squares) : tokens;
        final var vector = new float[sum.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (sum[i] / divisor);
        }
        return vector;
    }
}
