package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.Arrays;

/** {@link dev.ingot.quantize.Algorithm#DEFAULT} over many blocks at once, by the formulas of {@link BlockRule}. */
final class DefaultLoops extends LoopTile {

    private final int[] highs;
    private final int[] lows;
    private final float[] highWeights;
    private final float[] lowWeights;
    private final float[] inverses;

    DefaultLoops(final BlockFormat format, final Mode mode) {
        super(format, mode);
        this.highs = new int[GROUP * blocks()];
        this.lows = new int[GROUP * blocks()];
        this.highWeights = new float[blocks()];
        this.lowWeights = new float[blocks()];
        this.inverses = new float[blocks()];
    }

    @Override
    void extend(final int group, final int count) {
        if (group == 0) {
            Arrays.fill(highs, 0, GROUP * count, 0);
            Arrays.fill(lows, 0, GROUP * count, 0);
        }
        Loops.extend(evens[group], odds[group], highs, lows, GROUP * count);
    }

    @Override
    void findGrids(final int count) {
        fold(highs, count);
        fold(lows, count);
        if (format.symmetric()) {
            Loops.signedMagnitudes(highs, lows, count);
            Arrays.fill(lows, 0, count, 0);
        }
        copy(highs, highWeights, count);
        copy(lows, lowWeights, count);
        final int middle = (top + 1) / 2;
        Loops.grids(highWeights, lowWeights, format.symmetric() ? middle : top, top,
                format.symmetric() ? middle : 0, scales, inverses, zeros, count);
    }

    @Override
    void encode(final int[] codes, final int to, final int count) {
        Loops.encode(evenRow, oddRow, inverses, zeros, top, format.bits(), codes, to, count);
    }

    @Override
    void encode(final int[] codes, final int to, final float[] reciprocals, final float[] squares,
            final float[] products, final int count) {
        Loops.encodeWithGains(evenRow, oddRow, reciprocals, zeros, top, format.bits(), codes, to, squares,
                products,
                count);
    }

    @Override
    float[] inverses(final int count) {
        return inverses;
    }
}
