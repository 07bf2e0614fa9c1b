package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;

/** {@link Gain} over the blocks of a {@link LoopTile}. */
final class GainLoops {

    private final int half;
    private final int top;
    private final float limit;
    private final float[][] squares;
    private final float[][] products;

    GainLoops(final BlockFormat format, final int blocks) {
        this.half = format.blockSize() / 2;
        this.top = (1 << format.bits()) - 1;
        this.limit = Gain.limit(format);
        final int depths = Integer.numberOfTrailingZeros(half) + 1;
        this.squares = new float[depths][blocks];
        this.products = new float[depths][blocks];
    }

    /** Rounds all rows of a tile whose scales are known, and changes these. */
    void change(final LoopTile tile, final int count) {
        sum(tile, tile.inverses(count), 0, 1, 0, count);
        Loops.gain(squares[0], products[0], Gain.least(top), Gain.most(top), limit, tile.scales, count);
    }

    /** Adds up every {@code step}-th row from {@code j} on: the tree of {@link Gain}, a few of whose sums are kept at a time. */
    private void sum(final LoopTile tile, final float[] inverses, final int j, final int step,
            final int depth, final int count) {
        if (step == half) {
            tile.encode(j, inverses, squares[depth], products[depth], count);
            return;
        }
        sum(tile, inverses, j, 2 * step, depth, count);
        sum(tile, inverses, j + step, 2 * step, depth + 1, count);
        Loops.add(squares[depth], squares[depth + 1], count);
        Loops.add(products[depth], products[depth + 1], count);
    }
}
