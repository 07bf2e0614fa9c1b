package dev.ingot.kernel;

import static dev.ingot.kernel.Species.FLOAT;
import static dev.ingot.kernel.Species.INT;
import static dev.ingot.kernel.Species.LANES;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.UGE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.ingot.quantize.BlockFormat;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The steps by which a tile of whole blocks is quantized, each a short loop over arrays in the first cache.
 *
 * <pre>
 * words ── widen ──▶ weights ── extremes ──▶ highs, lows ── grids ──▶ scales, inverses, zeros
 *                       └────────────────── codes ◀─────────────────────────┘
 * </pre>
 *
 * <p>The weights lie as float32 bits in pairs of vectors: the even ones of {@code 2 * LANES} consecutive weights, then
 * the odd ones. So two neighbours, which share a byte or a 16-bit word of packed codes, are in the same lane.
 *
 * <p>What the compiler wants: arrays rather than segments (their accesses take a fraction of its node budget), no vector
 * variable that begins as another one's alias (it would be boxed), small methods, species that are constants.
 */
final class VectorStages {

    private static final int PAIR = 2 * LANES;
    private static final int UPPER = 0xFFFF_0000;
    private static final int HALF_SIGN = 0x8000;
    private static final int HALF_MAGNITUDE = 0x7FFF;
    /** Half precision has 13 mantissa bits less. */
    private static final int HALF_SHIFT = 13;
    /** The bits of a half infinity after the shift. */
    private static final int HALF_NOT_FINITE = 0x7C00 << HALF_SHIFT;
    /** Makes up for the exponent biases, 127 and 15; subnormal halves come out right too. */
    private static final float HALF_REBIAS = 0x1p112f;

    /** Stored weights; two in a word unless they are f32. */
    final int[] words = new int[PackedTile.WEIGHTS];

    private final int[] weights = new int[PackedTile.WEIGHTS];
    private final int[] highs;
    private final int[] lows;
    private final float[] scales;
    private final float[] inverses;
    private final float[] zeros;
    private final BlockFormat format;
    private final PackedTile tile;
    private final int middle;
    private final int top;

    VectorStages(final BlockFormat format, final PackedTile tile) {
        final int room = PackedTile.blocks(format) + LANES;
        this.highs = new int[room];
        this.lows = new int[room];
        this.scales = new float[room];
        this.inverses = new float[room];
        this.zeros = new float[room];
        this.format = format;
        this.tile = tile;
        this.middle = 1 << (format.bits() - 1);
        this.top = (1 << format.bits()) - 1;
    }

    /** Quantizes the first {@code blocks} blocks of the widened weights. */
    void quantize(final int blocks) {
        extremes(weights, blocks, format.blockSize(), highs, lows);
        if (format.symmetric()) {
            symmetricGrids(blocks);
        } else {
            asymmetricGrids(blocks);
        }
        System.arraycopy(scales, 0, tile.scales, 0, blocks);
        for (int b = 0; b < blocks; b++) {
            tile.zeros[b] = (byte) zeros[b];
        }
        if (format.bits() == 4) {
            codes4(weights, blocks, format.blockSize(), inverses, zeros, tile.codes);
        } else {
            codes8(weights, blocks, format.blockSize(), inverses, zeros, tile.codes);
        }
    }

    void widenBf16(final int count) {
        for (int i = 0; i < count; i += PAIR) {
            final var x = IntVector.fromArray(INT, words, i / 2);
            x.lanewise(LSHL, Short.SIZE).intoArray(weights, i);
            x.and(UPPER).intoArray(weights, i + LANES);
        }
    }

    void widenF16(final int count) {
        for (int i = 0; i < count; i += PAIR) {
            final var x = IntVector.fromArray(INT, words, i / 2);
            half(x).intoArray(weights, i);
            half(x.lanewise(LSHR, Short.SIZE)).intoArray(weights, i + LANES);
        }
    }

    private static IntVector half(final IntVector x) {
        final var magnitude = x.and(HALF_MAGNITUDE).lanewise(LSHL, HALF_SHIFT);
        final var bits = magnitude.reinterpretAsFloats().mul(HALF_REBIAS).reinterpretAsInts()
                .or(x.and(HALF_SIGN).lanewise(LSHL, Short.SIZE));
        return bits.lanewise(OR, BlockRule.NOT_FINITE, magnitude.compare(UGE, HALF_NOT_FINITE));
    }

    void widenF32(final int count) {
        for (int i = 0; i < count; i += PAIR) {
            final var x = IntVector.fromArray(INT, words, i);
            final var y = IntVector.fromArray(INT, words, i + LANES);
            x.rearrange(Species.EVEN, y).intoArray(weights, i);
            x.rearrange(Species.ODD, y).intoArray(weights, i + LANES);
        }
    }

    /** Signed maxima of the bits and of the bits with the sign flipped; see {@link BlockRule}. */
    private static void extremes(final int[] weights, final int blocks, final int size, final int[] highs,
            final int[] lows) {
        int at = 0;
        for (int b = 0; b < blocks; b++) {
            final int end = at + size;
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
            highs[b] = Math.max(0, high.max(oddHigh).reduceLanes(MAX));
            lows[b] = Math.max(0, low.max(oddLow).reduceLanes(MAX));
        }
    }

    private void asymmetricGrids(final int blocks) {
        for (int b = 0; b < blocks; b += LANES) {
            final var low = IntVector.fromArray(INT, lows, b).reinterpretAsFloats();
            final var scale = IntVector.fromArray(INT, highs, b).reinterpretAsFloats().add(low).div(top);
            final var zero = ((IntVector) low.div(scale).add(BlockRule.ALMOST_HALF).convert(F2I, 0)).min(top);
            scale.intoArray(scales, b);
            FloatVector.broadcast(FLOAT, 1).div(scale).intoArray(inverses, b);
            ((FloatVector) zero.convert(I2F, 0)).intoArray(zeros, b);
        }
    }

    private void symmetricGrids(final int blocks) {
        for (int b = 0; b < blocks; b += LANES) {
            final var high = IntVector.fromArray(INT, highs, b).reinterpretAsFloats();
            final var low = IntVector.fromArray(INT, lows, b).reinterpretAsFloats();
            final var scale = low.neg().blend(high, high.compare(GT, low)).div(-middle);
            scale.intoArray(scales, b);
            FloatVector.broadcast(FLOAT, 1).div(scale).intoArray(inverses, b);
            FloatVector.broadcast(FLOAT, middle).intoArray(zeros, b);
        }
    }

    private static void codes4(final int[] weights, final int blocks, final int size, final float[] inverses,
            final float[] zeros, final byte[] codes) {
        int at = 0;
        for (int b = 0; b < blocks; b++) {
            final var inverse = FloatVector.broadcast(FLOAT, inverses[b]);
            final var zero = FloatVector.broadcast(FLOAT, zeros[b]);
            for (final int end = at + size; at < end; at += PAIR) {
                final var even = codes(IntVector.fromArray(INT, weights, at), inverse, zero).min(15);
                final var odd = codes(IntVector.fromArray(INT, weights, at + LANES), inverse, zero).min(15);
                Narrow.toBytes(even.or(odd.lanewise(LSHL, 4)), codes, at / 2);
            }
        }
    }

    private static void codes8(final int[] weights, final int blocks, final int size, final float[] inverses,
            final float[] zeros, final byte[] codes) {
        int at = 0;
        for (int b = 0; b < blocks; b++) {
            final var inverse = FloatVector.broadcast(FLOAT, inverses[b]);
            final var zero = FloatVector.broadcast(FLOAT, zeros[b]);
            for (final int end = at + size; at < end; at += PAIR) {
                final var even = codes(IntVector.fromArray(INT, weights, at), inverse, zero).min(255);
                final var odd = codes(IntVector.fromArray(INT, weights, at + LANES), inverse, zero).min(255);
                Narrow.toShorts(even.or(odd.lanewise(LSHL, 8)), codes, at);
            }
        }
    }

    /** In an ordinary block no sum is below -1/2, so that truncation makes no code negative. */
    private static IntVector codes(final IntVector weights, final FloatVector inverse,
            final FloatVector zero) {
        return (IntVector) weights.reinterpretAsFloats().mul(inverse).add(zero).add(BlockRule.ALMOST_HALF)
                .convert(F2I, 0);
    }
}
