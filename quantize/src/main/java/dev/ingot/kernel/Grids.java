package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Computes scales and zero points by the formulas of {@link BlockRule}, one block per lane. */
enum Grids implements Stage {

    SYMMETRIC {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int b = 0; b < blocks; b += LANES) {
                final var high = IntVector.fromArray(INT, tile.highs, b);
                final var low = IntVector.fromArray(INT, tile.lows, b);
                final var extreme = low.or(BlockRule.SIGN).blend(high, high.compare(GT, low)); // As bits: keeps NaN.
                final var scale = extreme.reinterpretAsFloats().div(-tile.middle);
                scale.intoArray(tile.scales, b);
                FloatVector.broadcast(FLOAT, 1).div(scale).intoArray(tile.inverses, b);
                FloatVector.broadcast(FLOAT, tile.middle).intoArray(tile.zeros, b);
            }
        }
    },
    ASYMMETRIC {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int b = 0; b < blocks; b += LANES) {
                final var low = IntVector.fromArray(INT, tile.lows, b).reinterpretAsFloats();
                final var scale = IntVector.fromArray(INT, tile.highs, b).reinterpretAsFloats().add(low)
                        .div(tile.top);
                final var zero = ((IntVector) low.div(scale).add(BlockRule.ALMOST_HALF).convert(F2I, 0))
                        .min(tile.top);
                scale.intoArray(tile.scales, b);
                FloatVector.broadcast(FLOAT, 1).div(scale).intoArray(tile.inverses, b);
                ((FloatVector) zero.convert(I2F, 0)).intoArray(tile.zeros, b);
            }
        }
    }
}
