package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;

/** {@link Gain} over the blocks of a {@link LoopTile}. */
final class GainLoops {

    private final int top;
    private final int bits;
    private final float limit;
    private final float[] evens;
    private final float[] odds;
    private final float[] inverses;
    private final float[][] squares;
    private final float[][] products;

    GainLoops(final BlockFormat format, final int blocks) {
        this.top = (1 << format.bits()) - 1;
        this.bits = format.bits();
        this.limit = Gain.limit(format);
        this.evens = new float[blocks];
        this.odds = new float[blocks];
        this.inverses = new float[blocks];
        this.squares = new float[format.blockSize() / 2][blocks];
        this.products = new float[format.blockSize() / 2][blocks];
    }

    /** Takes the scales by which codes are made. */
    void start(final float[] scales, final int count) {
        Loops.inverses(scales, inverses, count);
    }

    /**
     * Takes two weights of each block and their codes.
     *
     * @param j   which two
     * @param at  where they are among the even and the odd weights
     * @param from where the codes are, the odd ones above the even ones
     */
    void add(final int j, final float[] evenWeights, final float[] oddWeights, final int at,
            final int[] codes, final int from, final float[] zeros, final int count) {
        System.arraycopy(evenWeights, at, evens, 0, count);
        System.arraycopy(oddWeights, at, odds, 0, count);
        Loops.gains(evens, odds, inverses, zeros, codes, from, top, bits, squares[j], products[j], count);
    }

    /** Changes the scales. */
    void end(final float[] scales, final int count) {
        fold(squares, count);
        fold(products, count);
        Loops.gain(squares[0], products[0], Gain.least(top), Gain.most(top), limit, scales, count);
    }

    private static void fold(final float[][] rows, final int count) {
        for (int half = rows.length / 2; half > 0; half /= 2) {
            for (int j = 0; j < half; j++) {
                Loops.add(rows[j], rows[half + j], count);
            }
        }
    }
}
