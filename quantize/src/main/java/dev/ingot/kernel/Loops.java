package dev.ingot.kernel;

/**
 * The loops over a {@link LoopTile}: short, and each written so that the JVM's compiler makes vector code of it. It cannot
 * tell arrays of one type apart, so an array that a loop writes is read at no other index; it can tell ints from floats.
 */
final class Loops {

    private static final int UPPER = 0xFFFF_0000;

    private Loops() {}

    /**
     * Spreads four neighbouring words of each block, two halves each, over four rows of an array and four of another: the loop
     * on the way in that stays scalar.
     */
    static void spread(final long[] words, final int first, final int stride, final int[] lower,
            final int[] upper,
            final int count) {
        int from = first;
        for (int i = 0; i < count; i++) {
            final long a = words[from];
            final long b = words[from + 1];
            final long c = words[from + 2];
            final long d = words[from + 3];
            lower[i] = (int) a;
            lower[count + i] = (int) (a >>> Integer.SIZE);
            lower[2 * count + i] = (int) b;
            lower[3 * count + i] = (int) (b >>> Integer.SIZE);
            upper[i] = (int) c;
            upper[count + i] = (int) (c >>> Integer.SIZE);
            upper[2 * count + i] = (int) d;
            upper[3 * count + i] = (int) (d >>> Integer.SIZE);
            from += stride;
        }
    }

    /** Spreads four neighbouring words of each block, one half over rows of an array and the other over those of another. */
    static void spreadFloats(final long[] words, final int first, final int stride, final int[] evens,
            final int[] odds,
            final int count) {
        int from = first;
        for (int i = 0; i < count; i++) {
            for (int row = 0; row < LoopTile.GROUP; row++) {
                final long word = words[from + row];
                evens[row * count + i] = (int) word;
                odds[row * count + i] = (int) (word >>> Integer.SIZE);
            }
            from += stride;
        }
    }

    /** Collects a row of words into every {@code stride}-th place. */
    static void collect(final int[] row, final int at, final int[] words, final int first, final int stride,
            final int count) {
        int to = first;
        for (int i = 0; i < count; i++) {
            words[to] = row[at + i];
            to += stride;
        }
    }

    /** Makes float32 bits of two bf16 in a word. */
    static void widenBf16(final int[] pairs, final int[] evens, final int[] odds, final int count) {
        for (int i = 0; i < count; i++) {
            evens[i] = pairs[i] << Short.SIZE;
            odds[i] = pairs[i] & UPPER;
        }
    }

    /** Makes float32 bits of two f16 in a word. */
    static void widenF16(final int[] pairs, final int[] evens, final int[] odds, final int count) {
        for (int i = 0; i < count; i++) {
            evens[i] = Float.floatToRawIntBits(Float.float16ToFloat((short) pairs[i]));
            odds[i] = Float.floatToRawIntBits(Float.float16ToFloat((short) (pairs[i] >> Short.SIZE)));
        }
    }

    /** Widens ranges by two weights of each block. */
    static void extend(final int[] evens, final int[] odds, final int[] highs, final int[] lows,
            final int count) {
        for (int i = 0; i < count; i++) {
            highs[i] = Math.max(Math.max(highs[i], evens[i]), odds[i]);
            lows[i] = Math.max(Math.max(lows[i], evens[i] ^ BlockRule.SIGN), odds[i] ^ BlockRule.SIGN);
        }
    }

    /** Makes {@code highs} the bits of the larger magnitude, negative where that is the high one. */
    static void signedMagnitudes(final int[] highs, final int[] lows, final int count) {
        for (int i = 0; i < count; i++) {
            highs[i] = Math.max(highs[i], lows[i]) | (lows[i] - highs[i] & BlockRule.SIGN);
        }
    }

    /** Computes scales, their reciprocals and zero points, the latter {@code base} above what the lows say. */
    static void grids(final float[] highs, final float[] lows, final float steps, final int top,
            final int base,
            final float[] scales, final float[] inverses, final float[] zeros, final int count) {
        for (int i = 0; i < count; i++) {
            final float scale = (highs[i] + lows[i]) / steps;
            scales[i] = scale;
            inverses[i] = 1 / scale;
            zeros[i] = base + Math.min(top, (int) (lows[i] / scale + BlockRule.ALMOST_HALF));
        }
    }

    /**
     * Rounds two weights of each block, and puts the second code above the first. In an ordinary block no sum is below
     * -1/2, so that truncation makes no code negative.
     */
    static void encode(final float[] evens, final float[] odds, final float[] inverses, final float[] zeros,
            final int top, final int bits, final int[] codes, final int to, final int count) {
        for (int i = 0; i < count; i++) {
            final float even = evens[i] * inverses[i] + zeros[i] + BlockRule.ALMOST_HALF;
            final float odd = odds[i] * inverses[i] + zeros[i] + BlockRule.ALMOST_HALF;
            codes[to + i] = Math.min(top, (int) even) | Math.min(top, (int) odd) << bits;
        }
    }

    /** {@link #encode} and {@link #gains} at once. */
    static void encodeWithGains(final float[] evens, final float[] odds, final float[] inverses,
            final float[] zeros,
            final int top, final int bits, final int[] codes, final int to, final float[] squares,
            final float[] products, final int count) {
        for (int i = 0; i < count; i++) {
            final float even = evens[i] * inverses[i];
            final float odd = odds[i] * inverses[i];
            final int evenCode = Math.min(top, (int) (even + zeros[i] + BlockRule.ALMOST_HALF));
            final int oddCode = Math.min(top, (int) (odd + zeros[i] + BlockRule.ALMOST_HALF));
            codes[to + i] = evenCode | oddCode << bits;
            squares[i] = even * even + odd * odd;
            products[i] = even * (evenCode - zeros[i]) + odd * (oddCode - zeros[i]);
        }
    }

    /** Computes reciprocals. */
    static void inverses(final float[] scales, final float[] inverses, final int count) {
        for (int i = 0; i < count; i++) {
            inverses[i] = 1 / scales[i];
        }
    }

    /** Computes what two weights of each block add to the sums of {@link Gain}. */
    static void gains(final float[] evens, final float[] odds, final float[] inverses, final float[] zeros,
            final int[] codes, final int from, final int top, final int bits, final float[] squares,
            final float[] products, final int count) {
        for (int i = 0; i < count; i++) {
            final float even = evens[i] * inverses[i];
            final float odd = odds[i] * inverses[i];
            squares[i] = even * even + odd * odd;
            products[i] = even * ((codes[from + i] & top) - zeros[i])
                    + odd * ((codes[from + i] >> bits) - zeros[i]);
        }
    }

    /** Adds an array to another. */
    static void add(final float[] sums, final float[] others, final int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += others[i];
        }
    }

    /** Changes scales as {@link Gain} says. */
    static void gain(final float[] squares, final float[] products, final float least, final float most,
            final float limit, final float[] scales, final int count) {
        for (int i = 0; i < count; i++) {
            final float gain = Math.max(least, Math.min(most, squares[i] / products[i]));
            scales[i] = Math.max(-limit, Math.min(limit, scales[i] * gain));
        }
    }

    /** Puts the bits of one array above those of another. */
    static void merge(final int[] lower, final int[] upper, final int shift, final int count) {
        for (int i = 0; i < count; i++) {
            lower[i] |= upper[i] << shift;
        }
    }

    /** Makes integers that are in the order of the floats, negative ones included. */
    static void keys(final int[] bits, final int[] keys, final int count) {
        for (int i = 0; i < count; i++) {
            keys[i] = bits[i] ^ (bits[i] >> 31 & ~BlockRule.SIGN);
        }
    }

    /** Returns the float of a key. */
    static float fromKey(final int key) {
        return Float.intBitsToFloat(key ^ (key >> 31 & ~BlockRule.SIGN));
    }

    /** Widens ranges by the key of one weight of each block; the lower ends are complements. */
    static void extendKeys(final int[] keys, final int[] highs, final int[] lows, final int count) {
        for (int i = 0; i < count; i++) {
            highs[i] = Math.max(highs[i], keys[i]);
            lows[i] = Math.max(lows[i], ~keys[i]);
        }
    }

    /** Raises numbers to others. */
    static void raise(final int[] numbers, final int[] others, final int count) {
        for (int i = 0; i < count; i++) {
            numbers[i] = Math.max(numbers[i], others[i]);
        }
    }

    /** As {@link #encode}, but with quotients in float64, and halves to even. */
    static void encodeExactly(final float[] evens, final float[] odds, final double[] scales,
            final double[] zeros,
            final int top, final int bits, final int[] codes, final int to, final int count) {
        for (int i = 0; i < count; i++) {
            final int even = (int) Math.rint(evens[i] / scales[i] + zeros[i]);
            final int odd = (int) Math.rint(odds[i] / scales[i] + zeros[i]);
            codes[to + i] = Math.min(top, Math.max(0, even)) | Math.min(top, Math.max(0, odd)) << bits;
        }
    }
}
