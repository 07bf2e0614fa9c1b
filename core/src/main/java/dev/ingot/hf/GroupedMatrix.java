package dev.ingot.hf;

import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.ColumnOrder;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;

/**
 * A matrix of integers with a scale and perhaps a zero per group of columns, handed out in the layout of blocks: the
 * integers, zeros and scales of the checkpoint at other places.
 *
 * @param name     of the tensor that the floats would be
 * @param rows     N
 * @param columns  K
 * @param format   of the blocks
 * @param layout   which group and column goes where
 * @param integers of the checkpoint
 * @param scales   of the checkpoint, {@code [groups, N]}
 */
record GroupedMatrix(String name, int rows, int columns, BlockFormat format, GroupLayout layout,
        StoredIntegers integers, StoredMatrix scales) implements PackedMatrix {

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public Optional<ColumnOrder> order() {
        return layout.order();
    }

    @Override
    public PackedRows packed(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows);
        final int width = storedColumns();
        final MemorySegment blocks = scratch.allocate((long) count * format.rowBytes(width)).fill((byte) 0);
        final MemorySegment steps = scratch.allocate((long) count * format.scaleBytes(width), Float.BYTES);
        final MemorySegment zeros = scratch.allocate((long) count * format.zeroPointBytes(width))
                .fill((byte) 0);
        for (int column = 0; column < width; column++) {
            putColumn(blocks, column, first, count);
        }
        for (int block = 0; block < layout.blocks(); block++) {
            putScales(steps, block, first, count);
            if (!format.symmetric()) {
                putZeros(zeros, block, first, count);
            }
        }
        return new PackedRows(first, count, blocks, steps, zeros);
    }

    private void putColumn(final MemorySegment blocks, final int column, final int first, final int count) {
        final int source = layout.order().map(order -> order.source(column)).orElse(column);
        final int rowBytes = format.rowBytes(storedColumns());
        final int group = layout.group(column / format.blockSize());
        for (int i = 0; i < count; i++) {
            final int code = source == ColumnOrder.PADDING
                    ? integers.zero(group, first + i)
                    : integers.weight(source, first + i);
            put(blocks, (long) i * rowBytes, column, code);
        }
    }

    private void putZeros(final MemorySegment zeros, final int block, final int first, final int count) {
        final int rowBytes = format.zeroPointBytes(storedColumns());
        for (int i = 0; i < count; i++) {
            put(zeros, (long) i * rowBytes, block,
                    integers.zero(layout.group(block), first + i));
        }
    }

    /** Puts a code of 4 or 8 bits; the lower half of a byte comes first. */
    private void put(final MemorySegment target, final long start, final int index, final int code) {
        if (format.bits() == 8) {
            target.set(BYTE, start + index, (byte) code);
        } else {
            final long place = start + index / 2;
            target.set(BYTE, place, (byte) (target.get(BYTE, place) | (code << ((index & 1) * 4))));
        }
    }

    private void putScales(final MemorySegment target, final int block, final int first, final int count) {
        final int group = layout.group(block);
        final var values = new float[count];
        Floats.decode(scales.data(), scales.type(), (long) group * rows + first, values);
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                throw new WeightValueException(scales.name(), group, first + i, values[i]);
            }
            target.set(FLOAT, ((long) i * layout.blocks() + block) * Float.BYTES, values[i]);
        }
    }
}
