package dev.ingot.gguf;

import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.Objects;
import java.util.Optional;

/**
 * A matrix whose blocks of 32 are worth exactly what blocks of {@link BlockFormat} can be worth: Q4_0, Q8_0, and a Q4_1
 * whose minima are all whole multiples of their scales. Integers and scales are kept, only their places change.
 *
 * @param name    of the matrix, as transformers has it
 * @param rows    N
 * @param columns K, whole blocks
 * @param type    of the blocks
 * @param data    the blocks
 */
record GgufBlocks(String name, int rows, int columns, GgufType type, MemorySegment data)
        implements
            PackedMatrix {

    private static final int SIZE = 32;
    private static final int HALF = SIZE / 2;
    private static final int LARGEST_ZERO = 15;

    /** The matrix as blocks, or empty when its type or its minima do not allow it. */
    static Optional<PackedMatrix> of(final String name, final int rows, final int columns,
            final GgufType type, final MemorySegment data) {
        return switch (type) {
            case Q4_0, Q8_0 -> Optional.of(new GgufBlocks(name, rows, columns, type, data));
            case Q4_1 -> fits(data, type)
                    ? Optional.of(new GgufBlocks(name, rows, columns, type, data))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Ends at the first block that does not fit, which in a matrix that was not made to fit is one of the first. */
    private static boolean fits(final MemorySegment data, final GgufType type) {
        for (long at = 0; at < data.byteSize(); at += type.blockBytes()) {
            if (zero(data, at) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The integer z for which {@code q * d + m} is {@code (q - z) * d} exactly, or -1. */
    private static int zero(final MemorySegment data, final long at) {
        final float d = Bytes.half(data, at);
        final float m = Bytes.half(data, at + 2);
        for (int zero = 0; zero <= LARGEST_ZERO; zero++) {
            if (-m == zero * d) {
                return zero;
            }
        }
        return -1;
    }

    @Override
    public BlockFormat format() {
        return new BlockFormat(type == GgufType.Q8_0 ? 8 : 4, SIZE, type != GgufType.Q4_1);
    }

    @Override
    public PackedRows packed(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows);
        final int perRow = columns / SIZE;
        final MemorySegment blocks = scratch.allocate((long) count * format().rowBytes(columns));
        final MemorySegment scales = scratch.allocate((long) count * format().scaleBytes(columns),
                Float.BYTES);
        final MemorySegment zeros = scratch.allocate((long) count * format().zeroPointBytes(columns))
                .fill((byte) 0);
        for (int row = 0; row < count; row++) {
            for (int b = 0; b < perRow; b++) {
                final long block = (long) row * perRow + b;
                final long at = ((long) first * perRow + block) * type.blockBytes();
                final float scale = Bytes.half(data, at);
                if (!Float.isFinite(scale)) {
                    throw new WeightValueException(name, first + row, (long) b * SIZE, scale);
                }
                Bytes.put(scales, block * Float.BYTES, scale);
                putIntegers(blocks, block * format().blobBytes(), at);
                if (type == GgufType.Q4_1) {
                    final long place = (long) row * format().zeroPointBytes(columns) + b / 2;
                    Bytes.put(zeros, place,
                            Bytes.unsigned(zeros, place) | (zero(data, at) << (4 * (b & 1))));
                }
            }
        }
        return new PackedRows(first, count, blocks, scales, zeros);
    }

    private void putIntegers(final MemorySegment target, final long place, final long at) {
        final long bytes = at + type.blockBytes() - (type == GgufType.Q8_0 ? SIZE : HALF);
        for (int i = 0; type == GgufType.Q8_0 && i < SIZE; i++) {
            Bytes.put(target, place + i, Bytes.signed(data, bytes + i) + 128);
        }
        for (int i = 0; type != GgufType.Q8_0 && i < HALF; i++) {
            Bytes.put(target, place + i, nibble(bytes, 2 * i) | (nibble(bytes, 2 * i + 1) << 4));
        }
    }

    /** Elements 0 to 15 are the low halves of the bytes, the others the high ones. */
    private int nibble(final long bytes, final int element) {
        return (Bytes.unsigned(data, bytes + element % HALF) >> (4 * (element / HALF))) & 15;
    }
}
