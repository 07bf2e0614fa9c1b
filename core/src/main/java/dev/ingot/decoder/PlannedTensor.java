package dev.ingot.decoder;

import dev.ingot.onnx.Tensor;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.ColumnOrder;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.MemorySegment;

/** Something to be written into the data file: where it comes from, and the places reserved for it. */
public sealed interface PlannedTensor {

    /** Returns the name of the source, for progress and messages. */
    String name();

    /** Returns the size of the source as floats of 16 bits, for progress. */
    default long sourceBytes() {
        return switch (this) {
            case Packed packed ->
                2L * packed.source().matrix().rows() * packed.source().matrix().columns();
            case Floats floats -> 2L * floats.source().rows() * floats.source().columns();
            case Computed computed -> computed.place().length();
            case Copied copied -> copied.place().length();
            case Indices indices -> indices.place().length();
        };
    }

    /** Where the blocks of a matrix come from. */
    sealed interface BlockSource {

        /** Returns the matrix, {@code [N, K]}. */
        WeightMatrix matrix();

        /** Returns the width of a stored row, which padding may make larger than K. */
        int columns();

        /**
         * Floats, quantized while they are written.
         *
         * @param matrix    {@code [N, K]}
         * @param algorithm by what
         */
        record Quantized(WeightMatrix matrix, Algorithm algorithm) implements BlockSource {

            @Override
            public int columns() {
                return matrix.columns();
            }
        }

        /**
         * Blocks that the checkpoint holds, carried over as they are.
         *
         * @param matrix {@code [N, K]}
         */
        record Carried(PackedMatrix matrix) implements BlockSource {

            @Override
            public int columns() {
                return matrix.storedColumns();
            }
        }
    }

    /**
     * A matrix written as blocks.
     *
     * @param source     where the blocks come from
     * @param format     how they are stored
     * @param blocks     place of the packed integers
     * @param scales     place of the scales
     * @param zeroPoints place of the zero points; zero length when symmetric
     */
    record Packed(BlockSource source, BlockFormat format, Tensor.External blocks, Tensor.External scales,
            Tensor.External zeroPoints) implements PlannedTensor {

        @Override
        public String name() {
            return source.matrix().name();
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

    /**
     * The columns of a product's input in the order in which its matrix stores them.
     *
     * @param name  of the vector
     * @param order the columns
     * @param place of the indices, 32 bits each
     */
    record Indices(String name, ColumnOrder order, Tensor.External place) implements PlannedTensor {}

    /**
     * Bytes taken over as they are.
     *
     * @param name  of the tensor
     * @param data  its bytes
     * @param place of the bytes
     */
    record Copied(String name, MemorySegment data, Tensor.External place) implements PlannedTensor {}

    /** Computes rows of a table. */
    @FunctionalInterface
    interface RowFunction {

        /** Fills one row. */
        void fill(int row, float[] target);
    }
}
