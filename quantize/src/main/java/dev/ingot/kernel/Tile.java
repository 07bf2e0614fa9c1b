package dev.ingot.kernel;

import dev.ingot.quantize.WeightRows;

/** Whole blocks that are quantized together; belongs to one thread. */
interface Tile {

    /** Returns how many blocks it takes. */
    int blocks();

    /**
     * Quantizes whole blocks that lie together. A block whose scale is not {@link BlockRule#isOrdinary ordinary} is left to
     * the scalar definition; whatever else has been written for it means nothing.
     *
     * @param rows   the weights
     * @param start  index of the first weight, in row-major order
     * @param count  number of blocks, at most {@link #blocks}
     * @param packed gets the blocks, from its first one on
     */
    void quantize(WeightRows rows, long start, int count, PackedTile packed);
}
