package dev.ingot.quantize;

import dev.ingot.error.InvalidOptionException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A matrix of 4 bits as the standard operator DequantizeLinear takes it in front of a MatMul (ONNX opset 21, attributes
 * {@code axis = 0} and {@code block_size}): turned, and packed without gaps.
 *
 * <pre>
 * weights     [K, N]   two in a byte in this order, the first in the low nibble; INT4 when symmetric, else UINT4
 * scales      [kb, N]  f32, kb = ceil(K / block size)
 * zero points [kb, N]  UINT4, packed like the weights; none when symmetric
 * value = (q - zero) * scale
 * </pre>
 *
 * @param weights    {@code ceil(K * N / 2)} bytes
 * @param scales     {@code 4 * kb * N} bytes, little-endian
 * @param zeroPoints {@code ceil(kb * N / 2)} bytes; empty when symmetric
 */
public record QdqTensors(MemorySegment weights, MemorySegment scales, MemorySegment zeroPoints) {

    private static final int NIBBLE = 4;
    private static final int MASK = 0x0F;
    private static final int MIDDLE = 8;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
            .withOrder(ByteOrder.LITTLE_ENDIAN);

    /**
     * Turns a whole matrix, which has to be in memory.
     *
     * @param packed  all its rows
     * @param format  how they are stored: 4 bits, zero points as codes or none
     * @param columns weights per row (K)
     * @param memory  where the tensors are put
     * @return the tensors
     * @throws InvalidOptionException if DequantizeLinear has no type for such blocks
     */
    public static QdqTensors of(final PackedRows packed, final BlockFormat format, final int columns,
            final SegmentAllocator memory) {
        if (format.bits() != NIBBLE || format.zeroPoints() == ZeroPointType.FLOAT) {
            throw new InvalidOptionException(
                    "DequantizeLinear: expected 4 bits and whole zero points, found " + format);
        }
        final int rows = packed.count();
        final int blocks = format.blocksPerRow(columns);
        final int flip = format.symmetric() ? MIDDLE : 0; // From 0 .. 15 to two's complement of -8 .. 7.
        final var weights = nibbles(packed.blocks(), format.rowBytes(columns), rows, columns, flip, memory);
        final var scales = memory.allocate((long) blocks * rows * Float.BYTES);
        for (int row = 0; row < rows; row++) {
            for (int b = 0; b < blocks; b++) {
                scales.set(FLOAT, ((long) b * rows + row) * Float.BYTES,
                        packed.scales().get(FLOAT, ((long) row * blocks + b) * Float.BYTES));
            }
        }
        return new QdqTensors(weights, scales, format.symmetric()
                ? MemorySegment.NULL
                : nibbles(packed.zeroPoints(), format.zeroPointBytes(columns), rows, blocks, 0, memory));
    }

    /** Turns nibbles {@code [rows, columns]}, whose rows begin on bytes, to {@code [columns, rows]} without gaps. */
    private static MemorySegment nibbles(final MemorySegment source, final int rowBytes, final int rows,
            final int columns, final int flip, final SegmentAllocator memory) {
        final long bytes = Math.ceilDiv((long) rows * columns, 2);
        final var target = memory.allocate(bytes).fill((byte) 0);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                final int pair = source.get(ValueLayout.JAVA_BYTE, (long) row * rowBytes + column / 2);
                final int code = (pair >>> (column % 2 * NIBBLE) & MASK) ^ flip;
                final long index = (long) column * rows + row;
                final int old = target.get(ValueLayout.JAVA_BYTE, index / 2);
                target.set(ValueLayout.JAVA_BYTE, index / 2,
                        (byte) (old | code << ((int) (index % 2) * NIBBLE)));
            }
        }
        return target;
    }
}
