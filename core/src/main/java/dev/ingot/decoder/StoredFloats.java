package dev.ingot.decoder;

import dev.ingot.error.WeightValueException;
import dev.ingot.onnx.ElementType;
import dev.ingot.quantize.FloatRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/** Rows of a matrix as the data file holds them: floats of 32 bits, or rounded to 16 bits, nearest even. */
final class StoredFloats {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    private StoredFloats() {}

    /**
     * Reads rows.
     *
     * @return {@code count * columns} elements of the type that the tensor is stored in
     * @throws WeightValueException if one is NaN or infinite, or too large for 16 bits
     */
    static MemorySegment of(final PlannedTensor.Floats tensor, final int first, final int count,
            final SegmentAllocator scratch) {
        final int columns = tensor.source().columns();
        final long elements = (long) count * columns;
        final MemorySegment floats = scratch.allocate(elements * Float.BYTES, Float.BYTES);
        FloatRows.toFloat(tensor.source().rows(first, count, scratch), floats);
        for (long i = 0; i < elements; i++) {
            final float value = floats.getAtIndex(FLOAT, i);
            if (!Float.isFinite(value)) {
                throw tensor.source().notFinite(first + i / columns, i % columns, value);
            }
        }
        return tensor.place().type() == ElementType.FLOAT16
                ? halves(tensor, first, floats, scratch)
                : floats;
    }

    private static MemorySegment halves(final PlannedTensor.Floats tensor, final int first,
            final MemorySegment floats, final SegmentAllocator scratch) {
        final int columns = tensor.source().columns();
        final long elements = floats.byteSize() / Float.BYTES;
        final MemorySegment halves = scratch.allocate(elements * Short.BYTES, Short.BYTES);
        for (long i = 0; i < elements; i++) {
            final float value = floats.getAtIndex(FLOAT, i);
            final short half = Float.floatToFloat16(value);
            if (Float.isInfinite(Float.float16ToFloat(half))) {
                throw WeightValueException.beyondHalf(tensor.name(), first + i / columns, i % columns, value);
            }
            halves.setAtIndex(SHORT, i, half);
        }
        return halves;
    }

    /** Turns {@code [count, columns]} elements of 2 or 4 bytes to {@code [columns, count]}. */
    static MemorySegment turned(final MemorySegment rows, final int count, final int columns, final int bytes,
            final SegmentAllocator scratch) {
        final MemorySegment turned = scratch.allocate(rows.byteSize(), bytes);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < count; row++) {
                final long from = (long) row * columns + column;
                final long to = (long) column * count + row;
                if (bytes == Short.BYTES) {
                    turned.setAtIndex(SHORT, to, rows.getAtIndex(SHORT, from));
                } else {
                    turned.setAtIndex(FLOAT, to, rows.getAtIndex(FLOAT, from));
                }
            }
        }
        return turned;
    }
}
