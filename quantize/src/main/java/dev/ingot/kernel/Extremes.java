package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Finds the range of each pair of vectors, lane by lane, by signed maxima: of the bits, and of the bits with the sign
 * flipped. One flat loop: a loop inside each block would have too few turns to be compiled well.
 */
enum Extremes implements Stage {

    /**
     * Of the stored words, whose shorts are in the order of the floats: each lane gets the largest bits and, above them, the
     * largest with the sign flipped.
     */
    OF_BF16 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            final int[] words = tile.words;
            final int count = blocks * tile.blockSize / 2;
            if (tile.blockSize == PAIR) {
                for (int i = 0; i < count; i += LANES) {
                    final var x = IntVector.fromArray(INT, words, i).reinterpretAsShorts();
                    both(x, flip(x)).intoArray(tile.highParts, i);
                }
                return;
            }
            for (int i = 0; i < count; i += PAIR) {
                final var x = IntVector.fromArray(INT, words, i).reinterpretAsShorts();
                final var y = IntVector.fromArray(INT, words, i + LANES).reinterpretAsShorts();
                both(x.max(y), flip(x).max(flip(y))).intoArray(tile.highParts, i / 2);
            }
        }
    },
    /** Of float32 bits. */
    OF_FLOATS {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            final int[] weights = tile.weights;
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var even = IntVector.fromArray(INT, weights, i);
                final var odd = IntVector.fromArray(INT, weights, i + LANES);
                even.max(odd).intoArray(tile.highParts, i / 2);
                even.lanewise(XOR, BlockRule.SIGN).max(odd.lanewise(XOR, BlockRule.SIGN))
                        .intoArray(tile.lowParts, i / 2);
            }
        }
    };

    private static final int UPPER = 0xFFFF_0000;

    private static ShortVector flip(final ShortVector x) {
        return x.lanewise(XOR, Short.MIN_VALUE);
    }

    /** Takes the larger of two neighbours; those of {@code high} below those of {@code low}. */
    private static IntVector both(final ShortVector high, final ShortVector low) {
        final var highs = high.reinterpretAsInts();
        final var lows = low.reinterpretAsInts();
        final var even = highs.and(~UPPER).or(lows.lanewise(LSHL, Short.SIZE)).reinterpretAsShorts();
        final var odd = highs.lanewise(LSHR, Short.SIZE).or(lows.and(UPPER)).reinterpretAsShorts();
        return even.max(odd).reinterpretAsInts();
    }
}
