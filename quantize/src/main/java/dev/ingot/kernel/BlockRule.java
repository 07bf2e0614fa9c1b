package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/**
 * The arithmetic of {@link dev.ingot.quantize.Algorithm#DEFAULT}: what MLAS's blockwise quantizer does in float32, for
 * values {@code v} of a block, {@code R = 2^bits - 1} and {@code M = 2^(bits - 1)}.
 *
 * <pre>
 * symmetric    m = the value of largest magnitude (the negative one of two)      scale = -m / M       zero = M
 * asymmetric   range widened to contain 0                    scale = (max - min) / R     zero = round(-min / scale)
 * code         clamp(round(v * (1 / scale) + zero), 0, R)                   halves rounded away from zero; no FMA
 * </pre>
 *
 * <p>A range is given by two sets of bits: those of the largest positive value and those of the magnitude of the most
 * negative one, each zero if there is none. Floats of one sign order like their bits, so both come from integer maxima,
 * and a bit pattern from {@link #NOT_FINITE} on in either tells of an infinity or a NaN.
 */
public final class BlockRule {

    /** The bits of positive infinity; NaNs are above. */
    static final int NOT_FINITE = 0x7F80_0000;
    /** Scales from here on have 12 bits and more. */
    static final float COARSE = 0x1p-137f;
    private static final int SMALLEST_NORMAL = 0x0080_0000;
    /** Flips the sign of float bits. */
    static final int SIGN = 0x8000_0000;
    /**
     * Added before truncation to round halves up: one half itself would carry the float just below a half over the edge.
     */
    static final float ALMOST_HALF = 0.49999997f;

    private final boolean symmetric;
    private final boolean repaired;
    private final boolean centered;
    private final int top;
    private final int middle;

    BlockRule(final BlockFormat format, final Mode mode) {
        this(format, mode, false);
    }

    /**
     * Creates the rule.
     *
     * @param centered whether the zero point is added to the rounded quotient, so that halves below zero go down, as MLAS
     *                 does it for DequantizeLinear
     */
    BlockRule(final BlockFormat format, final Mode mode, final boolean centered) {
        this.centered = centered;
        this.symmetric = format.symmetric();
        this.repaired = mode == Mode.REPAIRED;
        this.top = (1 << format.bits()) - 1;
        this.middle = 1 << (format.bits() - 1);
    }

    /**
     * Returns the scale of a block that has a value other than zero.
     *
     * @param highBits bits of the largest positive value
     * @param lowBits  bits of the magnitude of the most negative value
     */
    float scale(final int highBits, final int lowBits) {
        final float high = Float.intBitsToFloat(highBits);
        final float low = Float.intBitsToFloat(lowBits);
        if (symmetric) {
            return (highBits > lowBits ? high : -low) / -middle;
        }
        return (high + low) / top;
    }

    /** Returns the zero point that belongs to a scale. */
    int zero(final int lowBits, final float scale) {
        if (symmetric) {
            return middle;
        }
        return scale == 0 ? 0 : round(Float.intBitsToFloat(lowBits) / scale);
    }

    /**
     * Returns whether a scale and its reciprocal are both finite and not zero. All others are left to
     * {@link #encode}.
     */
    static boolean isOrdinary(final float scale) {
        final int magnitude = Float.floatToRawIntBits(scale) & ~SIGN;
        return magnitude >= SMALLEST_NORMAL && magnitude < NOT_FINITE;
    }

    /**
     * Quantizes one block whatever is in it.
     *
     * @param bits  float32 bits of the weights
     * @param count how many there are
     * @param codes room for the codes of a block; those from {@code count} on become 0
     * @param gain  changes the scale that is stored
     * @param tile  gets the block
     * @return false if a weight is not finite
     */
    boolean encode(final int[] bits, final int count, final int[] codes, final Gain gain,
            final PackedTile tile, final int block) {
        int high = 0;
        int low = 0;
        for (int i = 0; i < count; i++) {
            high = Math.max(high, bits[i]);
            low = Math.max(low, bits[i] ^ SIGN);
        }
        if (Math.max(high, low) >= NOT_FINITE) {
            return false;
        }
        final float scale = (high | low) == 0 ? zeroBlockScale(bits[0]) : repair(scale(high, low), high, low);
        final int zero = zero(low, scale);
        encode(bits, count, codes, scale, zero);
        tile.put(block, codes, gain.scale(bits, count, codes, scale, zero), zero);
        return true;
    }

    private void encode(final int[] bits, final int count, final int[] codes, final float scale,
            final int zero) {
        final float inverse = scale == 0 ? 0 : 1 / scale;
        final boolean divide = repaired && Float.isInfinite(inverse);
        for (int i = 0; i < count; i++) {
            final float v = Float.intBitsToFloat(bits[i]);
            final float quotient = divide ? v / scale : v * inverse;
            codes[i] = centered ? Math.clamp(away(quotient) + (long) zero, 0, top) : round(quotient + zero);
        }
        for (int i = count; i < codes.length; i++) {
            codes[i] = 0;
        }
    }

    /** The reference divides the first zero by -M: its sign decides. */
    private float zeroBlockScale(final int firstBits) {
        return symmetric ? Float.intBitsToFloat(firstBits) / -middle : 0f;
    }

    /**
     * A range beyond float32, or a grid that reaches beyond it, gets the largest scale that stays inside; a tiny one is covered.
     */
    private float repair(final float scale, final int highBits, final int lowBits) {
        if (!repaired) {
            return scale;
        }
        if (symmetric) {
            return covering(scale, Float.intBitsToFloat(Math.max(highBits, lowBits)) / (double) middle);
        }
        final double span = (double) Float.intBitsToFloat(highBits) + Float.intBitsToFloat(lowBits);
        if (scale < COARSE) {
            return covering(scale, span / top);
        }
        final int zero = zero(lowBits, (float) (span / top));
        return Math.min(scale, Float.MAX_VALUE / Math.max(zero, top - zero));
    }

    /**
     * Returns a tiny scale, rounded up instead of down: the floats there lie so far apart that a scale rounded down would lose
     * the ends of the range.
     *
     * @param scale as rounded to float32
     * @param exact its magnitude before
     * @return the scale to store; the same one where it is not tiny
     */
    public static float covering(final float scale, final double exact) {
        return exact < COARSE && Math.abs(scale) < exact
                ? Math.copySign(Math.nextUp(Math.abs(scale)), scale)
                : scale;
    }

    /** Rounds halves away from zero. */
    private static int away(final float x) {
        return x < 0 ? -(int) (ALMOST_HALF - x) : (int) (x + ALMOST_HALF);
    }

    /** Rounds halves up and limits to the codes; NaN becomes 0. */
    private int round(final float x) {
        return Math.clamp((int) (x + ALMOST_HALF), 0, top);
    }
}
