package dev.ingot.kernel;

/**
 * The exponential function of softmax, to the base 2 and for arguments up to 0: {@code 2^x = 2^n * 2^r} with {@code n} the
 * integer next to {@code x} and a polynomial for {@code 2^r}, in separate float32 products and sums, so that a vector lane
 * gives the same bits as the scalar. To this base {@code r} is one exact difference.
 *
 * <p>The polynomial has the least largest relative error on {@code [-0.5, 0.5]} among those of degree 5 that are 1 at 0; with
 * rounding the error is below 2.5e-7.
 */
final class Exp {

    /** Below this the power is taken for 0; far enough from the subnormal ones that adding to exponents is multiplying. */
    static final float LOWEST = -125;
    /** Added and taken away again, it rounds a small float to an integer, halves to even;
     * before that the integer is in the lowest bits. */
    static final float ROUNDER = 0x1.8p23f;
    static final float C5 = 0.001327647f;
    static final float C4 = 0.009675541f;
    static final float C3 = 0.05550713f;
    static final float C2 = 0.2402212f;
    static final float C1 = 0.69314694f;
    static final float C0 = 1;
    /** An integer moved so far stands in the exponent's place; added there it multiplies by a power of 2. */
    static final int MANTISSA_BITS = 23;

    private Exp() {}

    /** Returns 2^x for x up to 0; 0 for NaN. */
    static float power(final float x) {
        if (!(x >= LOWEST)) {
            return 0;
        }
        final float rounded = x + ROUNDER;
        return shifted(near(x - (rounded - ROUNDER)), Float.floatToRawIntBits(rounded));
    }

    /** Returns 2^x for x up to 0, as exactly as a float can say however large x is; 0 for NaN. */
    static float power(final double x) {
        if (!(x >= LOWEST)) {
            return 0;
        }
        final double rounded = Math.rint(x);
        return shifted(near((float) (x - rounded)), (int) rounded);
    }

    /** Returns 2^r for r from -0.5 to 0.5. */
    private static float near(final float r) {
        return ((((C5 * r + C4) * r + C3) * r + C2) * r + C1) * r + C0;
    }

    private static float shifted(final float power, final int exponent) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(power) + (exponent << MANTISSA_BITS));
    }
}
