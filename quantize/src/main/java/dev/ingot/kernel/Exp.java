package dev.ingot.kernel;

/**
 * The exponential function of softmax: {@code e^x = 2^n * e^r} with {@code n = round(x / ln 2)} and a polynomial for
 * {@code e^r}, in separate float32 products and sums, so that a vector lane gives the same bits as the scalar.
 *
 * <p>The polynomial is the one of the Cephes library's {@code expf}; the relative error is below 2e-7.
 */
final class Exp {

    /** Below this the result would be subnormal: it is 0. */
    static final float LOWEST = -87.33654f;
    /** Above this the result would be infinite; arguments are limited to it. */
    static final float HIGHEST = 88.02969f;
    /** Added and taken away again, it rounds a small float to an integer, halves to even;
     * before that the integer is in the lowest bits. */
    static final float ROUNDER = 0x1.8p23f;
    static final float LOG2_E = 1.442695f;
    /** Upper part of ln 2; its product with a small integer is exact. */
    static final float LN2_HIGH = 0.6933594f;
    static final float LN2_LOW = -2.1219444e-4f;
    static final float C5 = 1.9875691e-4f;
    static final float C4 = 1.3981999e-3f;
    static final float C3 = 8.333452e-3f;
    static final float C2 = 4.1665796e-2f;
    static final float C1 = 1.6666666e-1f;
    static final float C0 = 0.5f;
    /** The bits of 1; an integer in the exponent's place, added to them, makes a power of 2. */
    static final int ONE = 0x3F80_0000;
    static final int MANTISSA_BITS = 23;

    private Exp() {}

    /** Returns e^x; 0 for NaN. */
    static float exp(final float x) {
        if (!(x >= LOWEST)) {
            return 0;
        }
        final float limited = x > HIGHEST ? HIGHEST : x;
        final float rounded = limited * LOG2_E + ROUNDER;
        final float n = rounded - ROUNDER;
        final float r = limited - n * LN2_HIGH - n * LN2_LOW;
        final float p = ((((C5 * r + C4) * r + C3) * r + C2) * r + C1) * r + C0;
        final float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << MANTISSA_BITS) + ONE);
        return (p * (r * r) + r + 1) * power;
    }
}
