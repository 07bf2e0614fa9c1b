package dev.ingot.quantize;

import java.lang.foreign.SegmentAllocator;

/**
 * A matrix as it will be when it is quantized: its rows are quantized when they are asked for, and nothing is kept.
 *
 * @param source    the matrix
 * @param quantizer what it is quantized by
 */
record QuantizedMatrix(WeightMatrix source, BlockQuantizer quantizer) implements PackedMatrix {

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int rows() {
        return source.rows();
    }

    @Override
    public int columns() {
        return source.columns();
    }

    @Override
    public BlockFormat format() {
        return quantizer.format();
    }

    @Override
    public PackedRows packed(final int first, final int count, final SegmentAllocator scratch) {
        return quantizer.quantize(source, first, count, scratch);
    }
}
