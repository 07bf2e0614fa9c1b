package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.BYTE;
import static dev.ingot.kernel.Layouts.FLOAT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.ZeroPointType;
import java.lang.foreign.MemorySegment;

/** Some consecutive blocks on their way out: codes already packed, zero points still one byte each. */
final class PackedTile {

    /** Weights of a tile: a power of two, not below the largest block, and small enough for the first cache. */
    static final int WEIGHTS = 1024;

    private static final int EIGHT = 8;

    /** Packed codes, block after block. */
    final byte[] codes;
    /** One per block. */
    final float[] scales;
    /** One per block. */
    final byte[] zeros;
    /** One per block, where zero points are floats. */
    private final float[] floatZeros;

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
        this.floatZeros = new float[format.zeroPoints() == ZeroPointType.FLOAT ? scales.length : 0];
        this.format = format;
        this.packed = packed;
        this.zeroPoints = new ZeroPoints(format, rows.columns(), rows.count());
    }

    /** How many blocks a tile of the usual size takes. */
    static int blocks(final BlockFormat format) {
        return WEIGHTS / format.blockSize();
    }

    /** Packs the codes of the tile's block {@code block}, as many as a block has. */
    void put(final int block, final int[] blockCodes, final float scale, final float zero) {
        final int bits = format.bits();
        final int perByte = EIGHT / bits;
        final int start = block * format.blobBytes();
        for (int i = 0; i < format.blobBytes(); i++) {
            int packedCodes = 0;
            for (int j = perByte - 1; j >= 0; j--) {
                packedCodes = packedCodes << bits | blockCodes[perByte * i + j];
            }
            codes[start + i] = (byte) packedCodes;
        }
        scales[block] = scale;
        if (floatZeros.length > 0) {
            floatZeros[block] = zero;
        } else {
            zeros[block] = (byte) (int) zero;
        }
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
        if (floatZeros.length > 0) {
            MemorySegment.copy(floatZeros, 0, packed.zeroPoints(), FLOAT, (long) block * Float.BYTES, count);
        } else {
            zeroPoints.put(block, zeros, count);
        }
    }

    /** Stores what could not be stored block by block. */
    void finish() {
        if (floatZeros.length == 0) {
            zeroPoints.store(packed);
        }
    }
}
