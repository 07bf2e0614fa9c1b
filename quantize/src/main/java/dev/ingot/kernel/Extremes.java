package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;

/** Finds the range of each block by signed maxima: of the bits, and of the bits with the sign flipped. */
enum Extremes implements Stage {

    OF_BLOCKS;

    @Override
    public void run(final VectorTile tile, final int blocks) {
        final int[] weights = tile.weights;
        int at = 0;
        for (int b = 0; b < blocks; b++) {
            final int end = at + tile.blockSize;
            IntVector high = IntVector.fromArray(INT, weights, at);
            IntVector low = high.lanewise(XOR, BlockRule.SIGN);
            IntVector oddHigh = IntVector.fromArray(INT, weights, at + LANES);
            IntVector oddLow = oddHigh.lanewise(XOR, BlockRule.SIGN);
            for (at += PAIR; at < end; at += PAIR) {
                final var even = IntVector.fromArray(INT, weights, at);
                final var odd = IntVector.fromArray(INT, weights, at + LANES);
                high = high.max(even);
                low = low.max(even.lanewise(XOR, BlockRule.SIGN));
                oddHigh = oddHigh.max(odd);
                oddLow = oddLow.max(odd.lanewise(XOR, BlockRule.SIGN));
            }
            tile.highs[b] = Math.max(0, high.max(oddHigh).reduceLanes(MAX));
            tile.lows[b] = Math.max(0, low.max(oddLow).reduceLanes(MAX));
        }
    }
}
