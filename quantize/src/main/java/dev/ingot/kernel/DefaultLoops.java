package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.WeightType;
import java.util.Arrays;

/** {@link dev.ingot.quantize.Algorithm#DEFAULT} over many blocks at once, by the formulas of {@link BlockRule}. */
final class DefaultLoops extends LoopTile {

    private final int[] row;
    private final int[] highs;
    private final int[] lows;
    private final float[] highWeights;
    private final float[] lowWeights;
    private final float[] inverses;

    DefaultLoops(final BlockFormat format, final Mode mode) {
        super(format, mode);
        this.row = new int[blocks()];
        this.highs = new int[blocks()];
        this.lows = new int[blocks()];
        this.highWeights = new float[blocks()];
        this.lowWeights = new float[blocks()];
        this.inverses = new float[blocks()];
    }

    @Override
    void findGrids(final WeightType type, final int count) {
        findRanges(type, count);
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

    private void findRanges(final WeightType type, final int count) {
        Arrays.fill(highs, 0, count, 0);
        Arrays.fill(lows, 0, count, 0);
        for (int j = 0; j < half; j++) {
            if (type == WeightType.BF16) {
                System.arraycopy(pairs, j * count, row, 0, count);
                Loops.extendByPairs(row, highs, lows, count);
            } else {
                System.arraycopy(evens, j * count, row, 0, count);
                Loops.extend(row, highs, lows, count);
                System.arraycopy(odds, j * count, row, 0, count);
                Loops.extend(row, highs, lows, count);
            }
        }
        if (type == WeightType.BF16) {
            Loops.keepUpper(highs, lows, count);
        }
    }

    @Override
    void encode(final int at, final int[] codes, final int to, final int count) {
        Loops.encode(evenWeights, oddWeights, at, inverses, zeros, top, format.bits(), codes, to, count);
    }
}
