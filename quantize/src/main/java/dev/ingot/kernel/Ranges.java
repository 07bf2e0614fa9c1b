package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Puts the parts of each block's range together: first the vectors of a block, then the lanes of each vector - of as many
 * blocks at once as there are lanes, so that each ends in a lane of its own. Two vectors become one like this:
 *
 * <pre>
 * a0 a1 a2 a3 | a4 a5 a6 a7     a0 a1 a2 a3 | b4 b5 b6 b7
 * b0 b1 b2 b3 | b4 b5 b6 b7     a4 a5 a6 a7 | b0 b1 b2 b3     the larger of each: 4 of a, 4 of b
 * </pre>
 */
enum Ranges implements Stage {

    /** Of {@link Extremes#OF_BF16}. */
    OF_BF16 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            final int[] parts = tile.highParts;
            for (int left = Math.max(LANES, tile.blockSize / 4); left > LANES; left /= 2) {
                halve(parts, blocks * left / 2, true);
            }
            for (int b = 0; b < blocks; b += LANES) {
                final var both = all(parts, b * LANES, true);
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

    private static final VectorMask<Integer> UPPER_1 = upper(1);
    private static final VectorMask<Integer> UPPER_2 = upper(2);
    private static final VectorMask<Integer> UPPER_4 = upper(4);
    private static final VectorMask<Integer> UPPER_8 = upper(8);
    private static final VectorShuffle<Integer> SWAP_1 = swap(1);
    private static final VectorShuffle<Integer> SWAP_2 = swap(2);
    private static final VectorShuffle<Integer> SWAP_4 = swap(4);
    private static final VectorShuffle<Integer> SWAP_8 = swap(8);

    private static void reduce(final int[] parts, final int perBlock, final int blocks, final int[] ranges) {
        for (int left = perBlock; left > LANES; left /= 2) {
            halve(parts, blocks * left / 2, false);
        }
        for (int b = 0; b < blocks; b += LANES) {
            all(parts, b * LANES, false).max(0).intoArray(ranges, b);
        }
    }

    /** Makes one of two neighbouring vectors, in place. */
    private static void halve(final int[] parts, final int results, final boolean shorts) {
        for (int i = 0; i < results; i += LANES) {
            larger(vector(parts, 2 * i), vector(parts, 2 * i + LANES), shorts).intoArray(parts, i);
        }
    }

    private static IntVector all(final int[] parts, final int at, final boolean shorts) {
        return merge(halves(parts, at, shorts), halves(parts, at + LANES, shorts), UPPER_1, SWAP_1, shorts);
    }

    private static IntVector halves(final int[] parts, final int at, final boolean shorts) {
        return LANES > 2
                ? merge(quarters(parts, at, shorts), quarters(parts, at + 2 * LANES, shorts), UPPER_2, SWAP_2,
                        shorts)
                : vector(parts, at);
    }

    private static IntVector quarters(final int[] parts, final int at, final boolean shorts) {
        return LANES > 4
                ? merge(eighths(parts, at, shorts), eighths(parts, at + 4 * LANES, shorts), UPPER_4, SWAP_4,
                        shorts)
                : vector(parts, at);
    }

    private static IntVector eighths(final int[] parts, final int at, final boolean shorts) {
        return LANES > 8
                ? merge(vector(parts, at), vector(parts, at + 8 * LANES), UPPER_8, SWAP_8, shorts)
                : vector(parts, at);
    }

    private static IntVector merge(final IntVector a, final IntVector b, final VectorMask<Integer> upper,
            final VectorShuffle<Integer> swap, final boolean shorts) {
        return larger(a.blend(b, upper), b.blend(a, upper).rearrange(swap), shorts);
    }

    private static IntVector larger(final IntVector a, final IntVector b, final boolean shorts) {
        return shorts ? a.reinterpretAsShorts().max(b.reinterpretAsShorts()).reinterpretAsInts() : a.max(b);
    }

    private static IntVector vector(final int[] parts, final int at) {
        return IntVector.fromArray(INT, parts, at);
    }

    /** The upper half of every group of {@code 2 * distance} lanes. */
    private static VectorMask<Integer> upper(final int distance) {
        return IntVector.zero(INT).addIndex(1).lanewise(AND, distance).compare(NE, 0);
    }

    private static VectorShuffle<Integer> swap(final int distance) {
        return VectorShuffle.fromOp(INT, lane -> (lane ^ distance) % LANES);
    }
}
