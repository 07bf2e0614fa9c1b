package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Rounds the weights to the codes of {@link RoundToNearest} and packs them. Quotients are float32, and where one comes so
 * near to the middle between two codes that float64 might decide otherwise, its lane is done once more, exactly.
 *
 * <p>The lowest weight of a symmetric block always lies in the middle, so its code is taken from {@link ExactGrids}. The
 * highest one does, too, but what is above the largest code becomes the largest code.
 */
enum RoundedCodes implements Stage {

    FOUR_BITS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var even = quotients(tile, i, i >> tile.blockShift);
                final var odd = quotients(tile, i + LANES, i >> tile.blockShift);
                Narrow.toBytes(pair(even, odd, 4), tile.codes, i / 2);
                final var doubts = doubts(even, odd);
                if (doubts.anyTrue()) {
                    tile.encodeExactly(i, doubts.toLong());
                }
            }
        }
    },
    EIGHT_BITS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var even = quotients(tile, i, i >> tile.blockShift);
                final var odd = quotients(tile, i + LANES, i >> tile.blockShift);
                Narrow.toShorts(pair(even, odd, Byte.SIZE), tile.codes, i);
                final var doubts = doubts(even, odd);
                if (doubts.anyTrue()) {
                    tile.encodeExactly(i, doubts.toLong());
                }
            }
        }
    };

    /** Added to a float below 2^22, it rounds to an integer, halves to even, which is in the lowest bits then. */
    private static final float ROUNDER = 0x1.8p23f;
    /**
     * How far from an integer a quotient is beyond doubt: the reciprocal, the product and the sum with the zero point, each
     * rounded to float32, are together off by less than 4e-5 where codes have 8 bits.
     */
    private static final int CLEAR = Float.floatToIntBits(0.5f - 0x1p-14f);

    /** Divides weights. Those that belong below the smallest code come out in doubt. */
    private static FloatVector quotients(final VectorTile tile, final int at, final int block) {
        final var weights = IntVector.fromArray(INT, tile.weights, at).reinterpretAsFloats();
        final var quotients = weights.mul(tile.inverses[block]).add(tile.zeros[block]);
        return quotients.reinterpretAsInts().min(tile.topBits).reinterpretAsFloats()
                .blend(tile.lowestCodes[block], weights.compare(EQ, tile.lowest[block]));
    }

    /** The odd codes go above the even ones; what is above them is cut off when they are stored. */
    private static IntVector pair(final FloatVector evens, final FloatVector odds, final int bits) {
        final var even = evens.add(ROUNDER).reinterpretAsInts().and((1 << bits) - 1);
        return even.or(odds.add(ROUNDER).reinterpretAsInts().lanewise(LSHL, bits));
    }

    private static VectorMask<Integer> doubts(final FloatVector evens, final FloatVector odds) {
        return offsets(evens).max(offsets(odds)).compare(GT, CLEAR);
    }

    /** Returns the bits of the distances to the nearest integers. */
    private static IntVector offsets(final FloatVector quotients) {
        return quotients.sub(quotients.add(ROUNDER).sub(ROUNDER)).reinterpretAsInts().and(~BlockRule.SIGN);
    }
}
