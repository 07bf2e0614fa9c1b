package dev.ingot.quantize;

import dev.ingot.error.InvalidOptionException;

/**
 * How a row of weights is cut into blocks and stored, in the layout of the ONNX Runtime operator {@code
 * com.microsoft.MatMulNBits} (ContribOperators, inputs B, scales and zero_points).
 *
 * <pre>
 * row of K weights:  | block 0 | block 1 | ... | block kb-1 (padded) |      kb = ceil(K / blockSize)
 * B           uint8  [N, kb, blockSize * bits / 8]   the first k in the lowest bits of a byte
 * scales      f32    [N, kb]
 * zero points uint8  [N, ceil(kb * bits / 8)]        every row starts on a byte; 4 bits: even block in the low nibble
         or f32    [N, kb]
 * value = (q - zero) * scale; without zero points zero = 2^(bits - 1)
 * </pre>
 *
 * <p>These are the widths that the operator's CPU kernels take. They refuse 3 bits.
 *
 * @param bits       2, 4 or 8
 * @param blockSize  weights per block: 16, 32, 64, 128 or 256
 * @param zeroPoints whether there are zero points, and how they are stored
 */
public record BlockFormat(int bits, int blockSize, ZeroPointType zeroPoints) {

    /** Checks the ranges. */
    public BlockFormat {
        if (bits != 2 && bits != 4 && bits != 8) {
            throw new InvalidOptionException(
                    "bits: expected 2, 4 or 8, which ONNX Runtime can multiply with, found " + bits);
        }
        if (blockSize < 16 || blockSize > 256 || Integer.bitCount(blockSize) != 1) {
            throw new InvalidOptionException(
                    "block size: expected 16, 32, 64, 128 or 256, found " + blockSize);
        }
    }

    /**
     * Creates a format whose zero points, if any, are codes.
     *
     * @param bits      2, 4 or 8
     * @param blockSize weights per block: 16, 32, 64, 128 or 256
     * @param symmetric true when there are no zero points
     */
    public BlockFormat(final int bits, final int blockSize, final boolean symmetric) {
        this(bits, blockSize, symmetric ? ZeroPointType.NONE : ZeroPointType.INTEGER);
    }

    /**
     * Returns whether zero is the middle code of every block.
     *
     * @return true when there are no zero points
     */
    public boolean symmetric() {
        return zeroPoints == ZeroPointType.NONE;
    }

    /**
     * Sets how many bits a weight has.
     *
     * @param value 2, 4 or 8
     * @return a new format
     */
    public BlockFormat bits(final int value) {
        return new BlockFormat(value, blockSize, zeroPoints);
    }

    /**
     * Returns the number of blocks of one row.
     *
     * @param columns weights per row (K)
     * @return {@code ceil(columns / blockSize)}
     */
    public int blocksPerRow(final int columns) {
        return Math.ceilDiv(columns, blockSize);
    }

    /**
     * Returns the packed size of one block.
     *
     * @return bytes
     */
    public int blobBytes() {
        return blockSize * bits / 8;
    }

    /**
     * Returns the packed size of one row, without scales and zero points.
     *
     * @param columns weights per row (K)
     * @return bytes
     */
    public int rowBytes(final int columns) {
        return blocksPerRow(columns) * blobBytes();
    }

    /**
     * Returns the size of the scales of one row.
     *
     * @param columns weights per row (K)
     * @return bytes
     */
    public int scaleBytes(final int columns) {
        return blocksPerRow(columns) * Float.BYTES;
    }

    /**
     * Returns the size of the zero points of one row.
     *
     * @param columns weights per row (K)
     * @return bytes; 0 when symmetric
     */
    public int zeroPointBytes(final int columns) {
        return switch (zeroPoints) {
            case NONE -> 0;
            case INTEGER -> Math.ceilDiv(blocksPerRow(columns) * bits, 8);
            case FLOAT -> blocksPerRow(columns) * Float.BYTES;
        };
    }
}
