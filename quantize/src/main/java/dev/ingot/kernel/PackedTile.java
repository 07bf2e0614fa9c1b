package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.BYTE;
import static dev.ingot.kernel.Layouts.FLOAT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import java.lang.foreign.MemorySegment;

/** Some consecutive blocks on their way out: codes already packed, zero points still one byte each. */
final class PackedTile {

    /** Weights of a tile: a power of two, not below the largest block, and small enough for the first cache. */
    static final int WEIGHTS = 1024;

    /** Packed codes, block after block. */
    final byte[] codes;
    /** One per block. */
    final float[] scales;
    /** One per block. */
    final byte[] zeros;

    private final BlockFormat format;
    private final PackedRows packed;
    private final ZeroPoints zeroPoints;

    /** A tile of the usual size. */
    PackedTile(final BlockFormat format, final WeightRows rows, final PackedRows packed) {
        this(format, rows, packed, WEIGHTS);
    }

    /** A tile of so many weights. */
    PackedTile(final BlockFormat format, final WeightRows rows, final PackedRows packed, final int weights) {
        this.codes = new byte[weights];
        this.scales = new float[weights / format.blockSize()];
        this.zeros = new byte[weights / format.blockSize()];
        this.format = format;
        this.packed = packed;
        this.zeroPoints = new ZeroPoints(format, rows.columns(), rows.count());
    }

    /** How many blocks a tile of the usual size takes. */
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
     * @param block the place of the first one, counted over all rows
     */
    void flush(final int block, final int count) {
        final int blob = format.blobBytes();
        MemorySegment.copy(codes, 0, packed.blocks(), BYTE, (long) block * blob, count * blob);
        MemorySegment.copy(scales, 0, packed.scales(), FLOAT, (long) block * Float.BYTES, count);
        zeroPoints.put(block, zeros, count);
    }

    /** Stores what could not be stored block by block. */
    void finish() {
        zeroPoints.store(packed);
    }
}
