package dev.ingot.quantize;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Optional;

/**
 * A matrix whose checkpoint has it quantized already, in a way that the layout of {@link BlockFormat} can express
 * exactly. It is carried over as it is; {@link #rows} dequantizes it for those who need floats.
 */
public interface PackedMatrix extends WeightMatrix {

    /**
     * Returns how its rows are stored.
     *
     * @return bits, block size and whether there are zero points
     */
    BlockFormat format();

    /**
     * Returns the order of the stored columns.
     *
     * @return the order, or empty when it is the natural one
     */
    default Optional<ColumnOrder> order() {
        return Optional.empty();
    }

    /**
     * Returns the number of stored columns, which are more than {@link #columns} when some are padding.
     *
     * @return weights per packed row
     */
    default int storedColumns() {
        return order().map(ColumnOrder::length).orElse(columns());
    }

    /**
     * Returns some rows, {@link #storedColumns} wide. What is returned is valid until {@code scratch} is released or
     * used anew.
     *
     * @param first   index of the first row
     * @param count   number of rows
     * @param scratch where the rows are put
     * @return the rows
     * @throws dev.ingot.error.WeightValueException if a scale is NaN or infinite
     */
    PackedRows packed(int first, int count, SegmentAllocator scratch);

    @Override
    default WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        final MemorySegment stored = scratch.allocate((long) count * storedColumns() * Float.BYTES,
                Float.BYTES);
        BlockDequantizer.toFloat(packed(first, count, scratch), format(), storedColumns(), stored);
        return new WeightRows(order().map(order -> {
            final MemorySegment natural = scratch.allocate((long) count * columns() * Float.BYTES,
                    Float.BYTES);
            order.restore(stored, natural, count, columns());
            return natural;
        }).orElse(stored), WeightType.F32, count, columns());
    }
}
