package dev.ingot.kernel;

import static dev.ingot.kernel.Species.LANES;

import dev.ingot.quantize.BlockFormat;

/**
 * What the stages work on.
 *
 * <p>The weights lie as float32 bits in pairs of vectors: the even ones of {@code 2 * LANES} consecutive weights, then
 * the odd ones. So two neighbours, which share a byte or a 16-bit word of packed codes, are in the same lane.
 */
final class VectorTile {

    /** Weights of a pair of vectors. */
    static final int PAIR = 2 * LANES;

    /** Stored weights; two in a word unless they are f32. */
    final int[] words = new int[PackedTile.WEIGHTS];
    /** Float32 bits of the weights, in pairs of vectors. */
    final int[] weights = new int[PackedTile.WEIGHTS];
    /** Per block: bits of the largest positive weight, or 0. */
    final int[] highs;
    /** Per block: bits of the magnitude of the most negative weight, or 0. */
    final int[] lows;
    /** Per block. */
    final float[] scales;
    /** Per block: {@code 1 / scale}. */
    final float[] inverses;
    /** Per block: the zero point. */
    final float[] zeros;
    /** The packed codes. */
    final byte[] codes;
    /** Weights of a block. */
    final int blockSize;
    /** The largest code. */
    final int top;
    /** The zero point of symmetric blocks. */
    final int middle;

    VectorTile(final BlockFormat format, final byte[] codes) {
        final int room = PackedTile.blocks(format) + LANES; // The last vector may reach over the end.
        this.highs = new int[room];
        this.lows = new int[room];
        this.scales = new float[room];
        this.inverses = new float[room];
        this.zeros = new float[room];
        this.codes = codes;
        this.blockSize = format.blockSize();
        this.top = (1 << format.bits()) - 1;
        this.middle = 1 << (format.bits() - 1);
    }

    /** Takes over scales and zero points of the first blocks. */
    void copyGrids(final PackedTile target, final int blocks) {
        System.arraycopy(scales, 0, target.scales, 0, blocks);
        for (int b = 0; b < blocks; b++) {
            target.zeros[b] = (byte) zeros[b];
        }
    }
}
