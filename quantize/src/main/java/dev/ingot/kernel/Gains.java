package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link Gain} on vectors: what two neighbouring weights add to its sums, then the sums and the scales. */
enum Gains implements Stage {

    /** Takes reciprocals of the scales as they are stored. */
    INVERSES {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int b = 0; b < blocks; b += LANES) {
                FloatVector.broadcast(FLOAT, 1).div(FloatVector.fromArray(FLOAT, tile.scales, b))
                        .intoArray(tile.inverses, b);
            }
        }
    },
    /** Of codes of 4 bits. */
    PARTS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var even = IntVector.fromArray(INT, tile.weights, i);
                final var odd = IntVector.fromArray(INT, tile.weights, i + LANES);
                add(tile, i, even, odd);
            }
        }
    },
    /** Adds up the squares of each block. */
    SQUARES {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            sums(tile.squares, tile.blockSize / 4, blocks, tile.squareSums);
        }
    },
    /** Adds up the products of each block. No part of {@link #SQUARES}: what one method makes of vectors must stay small. */
    PRODUCTS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            sums(tile.products, tile.blockSize / 4, blocks, tile.productSums);
        }
    },
    /** Changes the scales. */
    SCALES {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            final float limit = tile.limit;
            for (int b = 0; b < blocks; b += LANES) {
                final var squares = FloatVector.fromArray(FLOAT, tile.squareSums, b);
                final var products = FloatVector.fromArray(FLOAT, tile.productSums, b);
                final var gain = squares.div(products).min(Gain.most(tile.top)).max(Gain.least(tile.top));
                FloatVector.fromArray(FLOAT, tile.scales, b).mul(gain).min(limit).max(-limit)
                        .intoArray(tile.scales, b);
            }
        }
    };

    private static final int BITS = 4;

    private static void add(final VectorTile tile, final int at, final IntVector evens,
            final IntVector odds) {
        final int block = at >> tile.blockShift;
        final float inverse = tile.inverses[block];
        final float zero = tile.zeros[block];
        final var codes = Dequantize.bytes(tile.codes, at / 2);
        final var even = evens.reinterpretAsFloats().mul(inverse);
        final var odd = odds.reinterpretAsFloats().mul(inverse);
        final var evenLevel = floats(codes.and((1 << BITS) - 1)).sub(zero);
        final var oddLevel = floats(codes.lanewise(LSHR, BITS)).sub(zero);
        even.mul(even).add(odd.mul(odd)).intoArray(tile.squares, at / 2);
        even.mul(evenLevel).add(odd.mul(oddLevel)).intoArray(tile.products, at / 2);
    }

    private static FloatVector floats(final IntVector codes) {
        return (FloatVector) codes.convert(I2F, 0);
    }

    private static void sums(final float[] parts, final int quarter, final int blocks, final float[] sums) {
        for (int half = quarter; half >= LANES; half /= 2) {
            fold(parts, half, blocks);
        }
        for (int b = 0; b < blocks; b += LANES) {
            SumTree.all(parts, b * LANES).intoArray(sums, b);
        }
    }

    /** Adds the upper half of each block's {@code 2 * half} parts to the lower one, in place. */
    private static void fold(final float[] parts, final int half, final int blocks) {
        for (int i = 0; i < blocks * half; i += LANES) {
            final int from = 2 * i - (i & half - 1); // The same place in a block of twice the length.
            FloatVector.fromArray(FLOAT, parts, from).add(FloatVector.fromArray(FLOAT, parts, from + half))
                    .intoArray(parts, i);
        }
    }
}
