package dev.ingot.runtime.reference;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Operations on sequences of vectors, {@code [positions][width]}; none changes its arguments. */
public final class Maths {

    private Maths() {}

    /** Root-mean-square norm of arXiv 1910.07467 over the whole width. */
    public static double[][] rmsNorm(final double[][] x, final double[] weight, final double epsilon) {
        return Arrays.stream(x).map(row -> {
            final double meanSquare = Arrays.stream(row).map(v -> v * v).average().orElseThrow();
            return indexed(row.length, i -> row[i] / Math.sqrt(meanSquare + epsilon) * weight[i]);
        }).toArray(double[][]::new);
    }

    /** Root-mean-square norm of every head by itself, all with the same weight. */
    public static double[][] rmsNormHeads(final double[][] x, final double[] weight, final double epsilon) {
        final int heads = x[0].length / weight.length;
        double[][] result = new double[x.length][0];
        for (int head = 0; head < heads; head++) {
            result = join(result, rmsNorm(columns(x, head * weight.length, weight.length), weight, epsilon));
        }
        return result;
    }

    /** Layer norm of arXiv 1607.06450; the variance is that of the population. */
    public static double[][] layerNorm(final double[][] x, final double[] weight, final double[] bias,
            final double epsilon) {
        return Arrays.stream(x).map(row -> {
            final double mean = Arrays.stream(row).average().orElseThrow();
            final double variance = Arrays.stream(row).map(v -> (v - mean) * (v - mean)).average()
                    .orElseThrow();
            return indexed(row.length,
                    i -> (row[i] - mean) / Math.sqrt(variance + epsilon) * weight[i] + bias[i]);
        }).toArray(double[][]::new);
    }

    public static double[][] add(final double[][] a, final double[][] b) {
        return indexedRows(a.length, t -> indexed(a[t].length, i -> a[t][i] + b[t][i]));
    }

    public static double[][] multiply(final double[][] a, final double[][] b) {
        return indexedRows(a.length, t -> indexed(a[t].length, i -> a[t][i] * b[t][i]));
    }

    public static double[][] scale(final double[][] x, final double factor) {
        return each(x, v -> v * factor);
    }

    /** Applies a function to every element. */
    public static double[][] each(final double[][] x, final DoubleUnaryOperator function) {
        return Arrays.stream(x).map(row -> Arrays.stream(row).map(function).toArray())
                .toArray(double[][]::new);
    }

    /** Takes consecutive columns. */
    public static double[][] columns(final double[][] x, final int first, final int count) {
        return Arrays.stream(x).map(row -> Arrays.copyOfRange(row, first, first + count))
                .toArray(double[][]::new);
    }

    /** Puts two sequences beside each other. */
    public static double[][] join(final double[][] left, final double[][] right) {
        return indexedRows(left.length, t -> indexed(left[t].length + right[t].length,
                i -> i < left[t].length ? left[t][i] : right[t][i - left[t].length]));
    }

    public static double[] ones(final int length) {
        return indexed(length, i -> 1);
    }

    /** Adds one to every element. */
    public static double[] plusOne(final double[] x) {
        return indexed(x.length, i -> x[i] + 1);
    }

    public static double silu(final double x) {
        return x / (1 + Math.exp(-x));
    }

    /** Gelu with the tanh approximation of arXiv 1606.08415. */
    public static double geluTanh(final double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** Squared ReLU of arXiv 2109.08668. */
    public static double squaredRelu(final double x) {
        return x > 0 ? x * x : 0;
    }

    /** Frequencies of the rotary embedding of arXiv 2104.09864: {@code theta^(-2j/rotated)}. */
    public static double[] frequencies(final double theta, final int rotated) {
        return indexed(rotated / 2, j -> Math.pow(theta, -2.0 * j / rotated));
    }

    /**
     * Rotates every head by its position, dimension j together with dimension j + rotated / 2, as transformers does.
     * Dimensions beyond those that have a frequency stay.
     */
    public static double[][] rotateHalves(final double[][] x, final int headSize,
            final double[] frequencies) {
        return rotate(x, headSize, frequencies, frequencies.length, 1);
    }

    /** Rotates every head by its position, dimension 2j together with dimension 2j + 1, as the paper does. */
    public static double[][] rotatePairs(final double[][] x, final int headSize, final double[] frequencies) {
        return rotate(x, headSize, frequencies, 1, 2);
    }

    private static double[][] rotate(final double[][] x, final int headSize, final double[] frequencies,
            final int distance, final int stride) {
        return indexedRows(x.length, t -> {
            final double[] row = x[t].clone();
            for (int head = 0; head < row.length / headSize; head++) {
                for (int j = 0; j < frequencies.length; j++) {
                    final int first = head * headSize + j * stride;
                    final double cos = Math.cos(t * frequencies[j]);
                    final double sin = Math.sin(t * frequencies[j]);
                    row[first] = x[t][first] * cos - x[t][first + distance] * sin;
                    row[first + distance] = x[t][first + distance] * cos + x[t][first] * sin;
                }
            }
            return row;
        });
    }

    private static double[] indexed(final int length, final java.util.function.IntToDoubleFunction value) {
        final double[] result = new double[length];
        Arrays.setAll(result, value);
        return result;
    }

    private static double[][] indexedRows(final int rows,
            final java.util.function.IntFunction<double[]> row) {
        final double[][] result = new double[rows][];
        Arrays.setAll(result, row);
        return result;
    }
}
