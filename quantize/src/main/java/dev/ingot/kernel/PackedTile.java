package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.BYTE;
import static dev.ingot.kernel.Layouts.FLOAT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import java.lang.foreign.MemorySegment;

/**
 * Some consecutive blocks of one row on their way out: codes already packed, zero points still one byte each. {@link
 * #flush} puts them where {@link BlockFormat} wants them. A tile starts at an even block, so that zero points of 4 bits
 * start on a byte.
 */
final class PackedTile {

    /** Weights of a tile: a power of two, at least two of the largest blocks, and small enough for the first cache. */
    static final int WEIGHTS = 1024;
    private static final int SMALLEST_BLOCK = 16;
    private static final int MOST_BLOCKS = WEIGHTS / SMALLEST_BLOCK;
    /** The upper nibble after the last zero point of a row. */
    private static final int NO_ZERO_POINT = 8;

    /** Packed codes, block after block. */
    final byte[] codes = new byte[WEIGHTS];
    /** One per block. */
    final float[] scales = new float[MOST_BLOCKS];
    /** One per block, and one for an absent odd block. */
    final byte[] zeros = new byte[MOST_BLOCKS + 1];

    private final BlockFormat format;
    private final PackedRows packed;
    private final int blocksPerRow;
    private final int zeroPointBytes;

    PackedTile(final BlockFormat format, final int columns, final PackedRows packed) {
        this.format = format;
        this.packed = packed;
        this.blocksPerRow = format.blocksPerRow(columns);
        this.zeroPointBytes = format.zeroPointBytes(columns);
    }

    /** How many blocks a tile takes. */
    static int blocks(final BlockFormat format) {
        return WEIGHTS / format.blockSize();
    }

    /** Packs the codes of the tile's block {@code block}, as many as a block has. */
    void put(final int block, final int[] blockCodes, final float scale, final int zero) {
        final int start = block * format.blobBytes();
        for (int i = 0; i < format.blobBytes(); i++) {
            codes[start + i] = (byte) (format.bits() == 8
                    ? blockCodes[i]
                    : blockCodes[2 * i] | blockCodes[2 * i + 1] << 4);
        }
        scales[block] = scale;
        zeros[block] = (byte) zero;
    }

    /**
     * Stores the first {@code count} blocks.
     *
     * @param row        the row they belong to
     * @param firstBlock the place of the first one in the row
     */
    void flush(final long row, final int firstBlock, final int count) {
        final long block = row * blocksPerRow + firstBlock;
        final int blob = format.blobBytes();
        MemorySegment.copy(codes, 0, packed.blocks(), BYTE, block * blob, count * blob);
        MemorySegment.copy(scales, 0, packed.scales(), FLOAT, block * Float.BYTES, count);
        if (zeroPointBytes > 0) {
            final int bytes = format.bits() == 8 ? count : packZeros(count);
            MemorySegment.copy(zeros, 0, packed.zeroPoints(), BYTE,
                    row * zeroPointBytes + firstBlock * format.bits() / 8, bytes);
        }
    }

    private int packZeros(final int count) {
        zeros[count] = NO_ZERO_POINT;
        final int bytes = (count + 1) / 2;
        for (int i = 0; i < bytes; i++) {
            zeros[i] = (byte) (zeros[2 * i] | zeros[2 * i + 1] << 4);
        }
        return bytes;
    }
}
