package dev.ingot.decoder;

import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.WeightMatrix;

/** Something to be written into the data file: where it comes from, and the places reserved for it. */
public sealed interface PlannedTensor {

    /** Returns the name of the source, for progress and messages. */
    String name();

    /** Returns the size of the source as floats of 16 bits, for progress. */
    default long sourceBytes() {
        return switch (this) {
            case Packed packed -> 2L * packed.source().rows() * packed.source().columns();
            case Floats floats -> 2L * floats.source().rows() * floats.source().columns();
            case Computed computed -> computed.place().length();
        };
    }

    /**
     * A matrix to be quantized.
     *
     * @param source     {@code [N, K]}
     * @param format     how
     * @param algorithm  by what
     * @param blocks     place of the packed integers
     * @param scales     place of the scales
     * @param zeroPoints place of the zero points; zero length when symmetric
     */
    record Packed(WeightMatrix source, BlockFormat format, Algorithm algorithm, Tensor.External blocks,
            Tensor.External scales, Tensor.External zeroPoints) implements PlannedTensor {

        @Override
        public String name() {
            return source.name();
        }
    }

    /**
     * A matrix written as floats.
     *
     * @param source     {@code [N, K]}
     * @param transposed whether it is written as {@code [K, N]}, which is what MatMul multiplies with
     * @param place      of the floats
     */
    record Floats(WeightMatrix source, boolean transposed, Tensor.External place) implements PlannedTensor {

        @Override
        public String name() {
            return source.name();
        }
    }

    /**
     * A table computed row by row, such as a rotary cache.
     *
     * @param name  of the table
     * @param rows  its values
     * @param place of the floats
     */
    record Computed(String name, RowFunction rows, Tensor.External place) implements PlannedTensor {}

    /** Computes rows of a table. */
    @FunctionalInterface
    interface RowFunction {

        /** Fills one row. */
        void fill(int row, float[] target);
    }
}
