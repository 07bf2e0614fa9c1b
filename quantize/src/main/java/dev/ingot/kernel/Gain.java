package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.ZeroPointType;

/**
 * The last step of rounding to codes of few bits in repaired mode: codes and zero points stay, scales change a little, so
 * that a block is as long along its weights as the weights are. Its errors then have nothing to do with the weights; with
 * least squares they would have nothing to do with what is stored, which makes that smaller on average.
 *
 * <pre>
 * t = w * (1 / scale)    l = code - zero                                                  per weight
 * gain  = sum(t^2) / sum(t * l)                           but no further from 1 than 1 / (2 R)
 * scale = scale * gain                                    but not beyond what float32 holds of the whole grid
 * </pre>
 *
 * <p>Within that limit no value of the grid moves by more than half a step, so that each stays within a step of its weight.
 *
 * <p>Sums are float32. Those of two neighbours are added up first; then, until one is left, the upper half is added to the
 * lower one, element by element: an order that vectors of any width can keep, and loops over blocks as well.
 */
final class Gain {

    /** With 8 bits there is next to no error. */
    private static final int MOST_BITS = 4;

    private final boolean applies;
    private final int top;
    private final float limit;
    private final float[] squares;
    private final float[] products;

    Gain(final BlockFormat format, final Mode mode) {
        this.applies = applies(format, mode);
        this.top = (1 << format.bits()) - 1;
        this.limit = limit(format);
        this.squares = new float[format.blockSize() / 2];
        this.products = new float[format.blockSize() / 2];
    }

    /** Returns whether scales are changed. */
    static boolean applies(final BlockFormat format, final Mode mode) {
        return mode == Mode.REPAIRED && format.bits() <= MOST_BITS
                && format.zeroPoints() != ZeroPointType.FLOAT;
    }

    /** Returns the smallest gain that is allowed. */
    static float least(final int top) {
        return 1 - 0.5f / top;
    }

    /** Returns the largest gain that is allowed. */
    static float most(final int top) {
        return 1 + 0.5f / top;
    }

    /** Returns the largest scale whose grid float32 holds, wherever the zero point is. */
    static float limit(final BlockFormat format) {
        final int codes = 1 << format.bits();
        return Float.MAX_VALUE / (format.symmetric() ? codes / 2 : codes - 1);
    }

    /**
     * Returns the scale to store: the same where nothing is to be changed.
     *
     * @param bits  float32 bits of the weights
     * @param count how many there are
     * @param codes of a whole block
     * @param scale by which the codes were made; remains where it, its reciprocal or its grid leaves float32
     */
    float scale(final int[] bits, final int count, final int[] codes, final float scale, final int zero) {
        final float inverse = 1 / scale;
        if (!applies || Float.isInfinite(inverse) || !(Math.abs(scale) <= limit)) {
            return scale;
        }
        for (int i = 0; i < codes.length; i += 2) {
            final float even = i < count ? Float.intBitsToFloat(bits[i]) * inverse : 0;
            final float odd = i + 1 < count ? Float.intBitsToFloat(bits[i + 1]) * inverse : 0;
            squares[i / 2] = even * even + odd * odd;
            products[i / 2] = even * (codes[i] - zero) + odd * (codes[i + 1] - zero);
        }
        final float gain = Math.max(least(top), Math.min(most(top), sum(squares) / sum(products)));
        return Float.isNaN(gain) ? scale : Math.max(-limit, Math.min(limit, scale * gain));
    }

    private static float sum(final float[] terms) {
        for (int half = terms.length / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                terms[i] += terms[half + i];
            }
        }
        return terms[0];
    }
}
