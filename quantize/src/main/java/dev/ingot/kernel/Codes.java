package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Rounds the weights to codes and packs them. One flat loop, for the reason that {@link Extremes} gives. */
enum Codes implements Stage {

    FOUR_BITS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var even = IntVector.fromArray(INT, tile.weights, i);
                final var odd = IntVector.fromArray(INT, tile.weights, i + LANES);
                Narrow.toBytes(pair(tile, i, even, odd, 4), tile.codes, i / 2);
            }
        }
    },
    EIGHT_BITS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var even = IntVector.fromArray(INT, tile.weights, i);
                final var odd = IntVector.fromArray(INT, tile.weights, i + LANES);
                Narrow.toShorts(pair(tile, i, even, odd, Byte.SIZE), tile.codes, i);
            }
        }
    },
    /** And the parts of the sums of {@link Gain}. */
    FOUR_BITS_AND_PARTS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var even = IntVector.fromArray(INT, tile.weights, i);
                final var odd = IntVector.fromArray(INT, tile.weights, i + LANES);
                Narrow.toBytes(pairAndParts(tile, i, even, odd), tile.codes, i / 2);
            }
        }
    },
    /** Of the stored words, and the parts of the sums of {@link Gain}. */
    FOUR_BITS_AND_PARTS_OF_BF16 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var x = IntVector.fromArray(INT, tile.words, i / 2);
                Narrow.toBytes(pairAndParts(tile, i, Widen.even(x), Widen.odd(x)), tile.codes, i / 2);
            }
        }
    },
    /** Of the stored words, without the way through the array of weights. */
    FOUR_BITS_OF_BF16 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var x = IntVector.fromArray(INT, tile.words, i / 2);
                Narrow.toBytes(pair(tile, i, Widen.even(x), Widen.odd(x), 4), tile.codes, i / 2);
            }
        }
    },
    EIGHT_BITS_OF_BF16 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var x = IntVector.fromArray(INT, tile.words, i / 2);
                Narrow.toShorts(pair(tile, i, Widen.even(x), Widen.odd(x), Byte.SIZE), tile.codes, i);
            }
        }
    };

    /** Encodes a pair of vectors; the odd codes go above the even ones. */
    private static IntVector pair(final VectorTile tile, final int at, final IntVector evens,
            final IntVector odds, final int bits) {
        final int block = at >> tile.blockShift;
        final var inverse = FloatVector.broadcast(FLOAT, tile.inverses[block]);
        final var zero = FloatVector.broadcast(FLOAT, tile.zeros[block]);
        final var even = round(evens, inverse, zero).min((1 << bits) - 1);
        final var odd = round(odds, inverse, zero).min((1 << bits) - 1);
        return even.or(odd.lanewise(LSHL, bits));
    }

    /** As {@link #pair} for 4 bits; each weight is divided once. */
    private static IntVector pairAndParts(final VectorTile tile, final int at, final IntVector evens,
            final IntVector odds) {
        final int block = at >> tile.blockShift;
        final var inverse = FloatVector.broadcast(FLOAT, tile.inverses[block]);
        final var zero = FloatVector.broadcast(FLOAT, tile.zeros[block]);
        final var even = evens.reinterpretAsFloats().mul(inverse);
        final var odd = odds.reinterpretAsFloats().mul(inverse);
        final var evenCodes = truncate(even, zero).min((1 << 4) - 1);
        final var oddCodes = truncate(odd, zero).min((1 << 4) - 1);
        final var evenLevels = ((FloatVector) evenCodes.convert(I2F, 0)).sub(zero);
        final var oddLevels = ((FloatVector) oddCodes.convert(I2F, 0)).sub(zero);
        even.mul(even).add(odd.mul(odd)).intoArray(tile.squares, at / 2);
        even.mul(evenLevels).add(odd.mul(oddLevels)).intoArray(tile.products, at / 2);
        return evenCodes.or(oddCodes.lanewise(LSHL, 4));
    }

    /** In an ordinary block no sum is below -1/2, so that truncation makes no code negative. */
    private static IntVector round(final IntVector weights, final FloatVector inverse,
            final FloatVector zero) {
        return truncate(weights.reinterpretAsFloats().mul(inverse), zero);
    }

    private static IntVector truncate(final FloatVector quotients, final FloatVector zero) {
        return (IntVector) quotients.add(zero).add(BlockRule.ALMOST_HALF).convert(F2I, 0);
    }
}
