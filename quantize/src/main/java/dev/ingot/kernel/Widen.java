package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.UGE;

import jdk.incubator.vector.IntVector;

/** Makes float32 bits of stored words, even weights apart from odd ones; bf16 is so simple that others do it themselves. */
enum Widen implements Stage {

    F16 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var x = IntVector.fromArray(INT, tile.words, i / 2);
                half(x).intoArray(tile.weights, i);
                half(x.lanewise(LSHR, Short.SIZE)).intoArray(tile.weights, i + LANES);
            }
        }
    },
    F32 {
        @Override
        public void run(final VectorTile tile, final int blocks) {
            for (int i = 0; i < blocks * tile.blockSize; i += PAIR) {
                final var x = IntVector.fromArray(INT, tile.words, i);
                final var y = IntVector.fromArray(INT, tile.words, i + LANES);
                x.rearrange(Species.EVEN, y).intoArray(tile.weights, i);
                x.rearrange(Species.ODD, y).intoArray(tile.weights, i + LANES);
            }
        }
    };

    private static final int UPPER = 0xFFFF_0000;
    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7FFF;
    /** Half precision has 13 mantissa bits less. */
    private static final int SHIFT = 13;
    /** The bits of a half infinity after the shift. */
    private static final int NOT_FINITE = 0x7C00 << SHIFT;
    /** Makes up for the exponent biases, 127 and 15; subnormal halves come out right too. */
    private static final float REBIAS = 0x1p112f;

    /** Widens the lower bf16 of each word. */
    static IntVector even(final IntVector words) {
        return words.lanewise(LSHL, Short.SIZE);
    }

    /** Widens the upper bf16 of each word. */
    static IntVector odd(final IntVector words) {
        return words.and(UPPER);
    }

    /** Widens the lower halves of the lanes. */
    private static IntVector half(final IntVector x) {
        final var magnitude = x.and(MAGNITUDE).lanewise(LSHL, SHIFT);
        final var bits = magnitude.reinterpretAsFloats().mul(REBIAS).reinterpretAsInts()
                .or(x.and(SIGN).lanewise(LSHL, Short.SIZE));
        return bits.lanewise(OR, BlockRule.NOT_FINITE, magnitude.compare(UGE, NOT_FINITE));
    }
}
