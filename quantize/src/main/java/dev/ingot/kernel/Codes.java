package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Rounds the weights to codes and packs them. */
enum Codes implements Stage {

    FOUR_BITS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            final int[] weights = tile.weights;
            int at = 0;
            for (int b = 0; b < blocks; b++) {
                final var inverse = FloatVector.broadcast(FLOAT, tile.inverses[b]);
                final var zero = FloatVector.broadcast(FLOAT, tile.zeros[b]);
                for (final int end = at + tile.blockSize; at < end; at += PAIR) {
                    final var even = round(IntVector.fromArray(INT, weights, at), inverse, zero).min(0xF);
                    final var odd = round(IntVector.fromArray(INT, weights, at + LANES), inverse, zero)
                            .min(0xF);
                    Narrow.toBytes(even.or(odd.lanewise(LSHL, 4)), tile.codes, at / 2);
                }
            }
        }
    },
    EIGHT_BITS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            final int[] weights = tile.weights;
            int at = 0;
            for (int b = 0; b < blocks; b++) {
                final var inverse = FloatVector.broadcast(FLOAT, tile.inverses[b]);
                final var zero = FloatVector.broadcast(FLOAT, tile.zeros[b]);
                for (final int end = at + tile.blockSize; at < end; at += PAIR) {
                    final var even = round(IntVector.fromArray(INT, weights, at), inverse, zero).min(0xFF);
                    final var odd = round(IntVector.fromArray(INT, weights, at + LANES), inverse, zero)
                            .min(0xFF);
                    Narrow.toShorts(even.or(odd.lanewise(LSHL, Byte.SIZE)), tile.codes, at);
                }
            }
        }
    };

    /** In an ordinary block no sum is below -1/2, so that truncation makes no code negative. */
    private static IntVector round(final IntVector weights, final FloatVector inverse,
            final FloatVector zero) {
        return (IntVector) weights.reinterpretAsFloats().mul(inverse).add(zero).add(BlockRule.ALMOST_HALF)
                .convert(F2I, 0);
    }
}
