package dev.ingot.kernel;

import static dev.ingot.kernel.LaneTree.MAX;
import static dev.ingot.kernel.LaneTree.MAX_OF_SHORTS;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.IntVector;

/** Puts the parts of each block's range together: first the vectors of a block, then the lanes, by a {@link LaneTree}. */
enum Ranges implements Stage {

    /** Of {@link Extremes#OF_BF16}. */
    OF_BF16 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            final int[] parts = tile.highParts;
            for (int left = Math.max(LANES, tile.blockSize / 4); left > LANES; left /= 2) {
                halve(parts, blocks * left / 2, MAX_OF_SHORTS);
            }
            for (int b = 0; b < blocks; b += LANES) {
                final var both = MAX_OF_SHORTS.all(parts, b * LANES);
                both.lanewise(LSHL, Short.SIZE).max(0).intoArray(tile.highs, b);
                both.and(UPPER).max(0).intoArray(tile.lows, b);
            }
        }
    },
    /** Of {@link Extremes#OF_FLOATS}. */
    OF_FLOATS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            reduce(tile.highParts, tile.blockSize / 2, blocks, tile.highs);
            reduce(tile.lowParts, tile.blockSize / 2, blocks, tile.lows);
        }
    };

    private static final int UPPER = 0xFFFF_0000;

    private static void reduce(final int[] parts, final int perBlock, final int blocks, final int[] ranges) {
        for (int left = perBlock; left > LANES; left /= 2) {
            halve(parts, blocks * left / 2, MAX);
        }
        for (int b = 0; b < blocks; b += LANES) {
            MAX.all(parts, b * LANES).max(0).intoArray(ranges, b);
        }
    }

    /** Makes one of two neighbouring vectors, in place. */
    private static void halve(final int[] parts, final int results, final LaneTree kind) {
        for (int i = 0; i < results; i += LANES) {
            final var first = IntVector.fromArray(INT, parts, 2 * i);
            kind.meet(first, IntVector.fromArray(INT, parts, 2 * i + LANES)).intoArray(parts, i);
        }
    }
}
