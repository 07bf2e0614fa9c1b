package dev.ingot.gptq;

import dev.ingot.quantize.BlockDequantizer;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Matrices;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** A matrix and correlated inputs, from a seed. */
final class Problem {

    private final int rows;
    private final int columns;
    private final float[] weights;
    private final float[][] inputs;

    private Problem(final int rows, final int columns, final float[] weights, final float[][] inputs) {
        this.rows = rows;
        this.columns = columns;
        this.weights = weights;
        this.inputs = inputs;
    }

    int rows() {
        return rows;
    }

    float weight(final int index) {
        return weights[index];
    }

    static Problem of(final long seed, final int rows, final int columns) {
        final var random = new Random(seed);
        final float[] weights = new float[rows * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() * 0.05f;
        }
        final float[][] inputs = new float[2 * columns][columns];
        for (final float[] input : inputs) {
            float carried = 0;
            for (int j = 0; j < columns; j++) {
                carried = 0.8f * carried + (float) random.nextGaussian();
                input[j] = carried * (j % 7 == 3 ? 5 : 1);
            }
        }
        return new Problem(rows, columns, weights, inputs);
    }

    WeightMatrix matrix() {
        return Matrices.of(WeightType.F32, rows, columns, weights);
    }

    /** In two parts, as a runner would add them. */
    Hessian hessian() {
        final var hessian = new Hessian(columns);
        final int half = inputs.length / 2;
        hessian.add(products(0, half), half);
        hessian.add(products(half, inputs.length), inputs.length - half);
        return hessian;
    }

    private MemorySegment products(final int from, final int to) {
        final float[] sums = new float[columns * columns];
        for (int t = from; t < to; t++) {
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j < columns; j++) {
                    sums[i * columns + j] += inputs[t][i] * inputs[t][j];
                }
            }
        }
        return MemorySegment.ofArray(sums);
    }

    double[][] exactHessian() {
        final double[][] hessian = new double[columns][columns];
        for (final float[] input : inputs) {
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j < columns; j++) {
                    hessian[i][j] += (double) input[i] * input[j];
                }
            }
        }
        return hessian;
    }

    double[] row(final int row) {
        final double[] values = new double[columns];
        for (int j = 0; j < columns; j++) {
            values[j] = weights[row * columns + j];
        }
        return values;
    }

    PackedBlocks quantized(final BlockFormat format, final double damping, final boolean actOrder,
            final int threads) {
        try (var workers = RowWorkers.of(threads)) {
            return new GptqQuantizer(format, workers).quantize(matrix(),
                    Feedback.of(hessian(), damping, actOrder, workers));
        }
    }

    /** The squared error of all products with all inputs, computed from the inputs themselves. */
    double error(final PackedRows packed, final BlockFormat format) {
        final float[] rounded = new float[rows * columns];
        BlockDequantizer.toFloat(packed, format, columns, MemorySegment.ofArray(rounded));
        double error = 0;
        for (int row = 0; row < rows; row++) {
            for (final float[] input : inputs) {
                double product = 0;
                for (int j = 0; j < columns; j++) {
                    final int at = row * columns + j;
                    product += ((double) weights[at] - rounded[at]) * input[j];
                }
                error += product * product;
            }
        }
        return error;
    }

    static PackedRows all(final PackedBlocks blocks) {
        return blocks.packed(0, blocks.rows(), Arena.ofAuto());
    }
}
