package dev.ingot.kernel;

import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static dev.ingot.kernel.VectorTile.PAIR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.UGE;

import jdk.incubator.vector.IntVector;

/**
 * Makes float32 bits of stored words, even weights apart from odd ones, in the pairs of vectors of {@link VectorTile}. For
 * bf16 it is so simple that most others do it themselves.
 */
enum Widen implements Stage {

    BF16 {
        @Override
        void widen(final int[] words, final int[] weights, final int count) {
            for (int i = 0; i < count; i += PAIR) {
                final var x = IntVector.fromArray(INT, words, i / 2);
                even(x).intoArray(weights, i);
                odd(x).intoArray(weights, i + LANES);
            }
        }
    },
    F16 {
        @Override
        void widen(final int[] words, final int[] weights, final int count) {
            for (int i = 0; i < count; i += PAIR) {
                final var x = IntVector.fromArray(INT, words, i / 2);
                half(x).intoArray(weights, i);
                half(x.lanewise(LSHR, Short.SIZE)).intoArray(weights, i + LANES);
            }
        }
    },
    F32 {
        @Override
        void widen(final int[] words, final int[] weights, final int count) {
            for (int i = 0; i < count; i += PAIR) {
                final var x = IntVector.fromArray(INT, words, i);
                final var y = IntVector.fromArray(INT, words, i + LANES);
                x.rearrange(Species.EVEN, y).intoArray(weights, i);
                x.rearrange(Species.ODD, y).intoArray(weights, i + LANES);
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

    /** Widens {@code count} weights: a multiple of a pair of vectors. */
    abstract void widen(int[] words, int[] weights, int count);

    @Override
    public final void run(final VectorTile tile, final int blocks) {
        widen(tile.words, tile.weights, blocks * tile.blockSize);
    }

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
