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
    SCALES {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int half = tile.blockSize / 4; half >= LANES; half /= 2) {
                fold(tile.highParts, half, blocks);
                fold(tile.lowParts, half, blocks);
            }
            final float limit = tile.limit;
            for (int b = 0; b < blocks; b += LANES) {
                final var squares = LaneTree.SUM.all(tile.highParts, b * LANES).reinterpretAsFloats();
                final var products = LaneTree.SUM.all(tile.lowParts, b * LANES).reinterpretAsFloats();
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
        even.mul(even).add(odd.mul(odd)).reinterpretAsInts().intoArray(tile.highParts, at / 2);
        even.mul(evenLevel).add(odd.mul(oddLevel)).reinterpretAsInts().intoArray(tile.lowParts, at / 2);
    }

    private static FloatVector floats(final IntVector codes) {
        return (FloatVector) codes.convert(I2F, 0);
    }

    /** Adds the upper half of each block's {@code 2 * half} parts to the lower one, in place. */
    private static void fold(final int[] parts, final int half, final int blocks) {
        for (int i = 0; i < blocks * half; i += LANES) {
            final int from = 2 * i - (i & half - 1); // The same place in a block of twice the length.
            LaneTree.SUM.meet(IntVector.fromArray(INT, parts, from),
                    IntVector.fromArray(INT, parts, from + half)).intoArray(parts, i);
        }
    }
}
