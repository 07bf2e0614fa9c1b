package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.WeightType;
import java.util.Arrays;

/** A tile whose codes are rounded from quotients in float64; the range of a block need not contain zero. */
abstract class ExactTile extends LoopTile {

    /** Whether ranges are widened to contain zero. */
    final boolean repaired;
    /** Per block: what the weights are divided by. */
    final double[] exactScales;
    /** Per block: the zero point. */
    final double[] exactZeros;

    private final int[] row;
    private final int[] keys;
    private final int[] highs;
    private final int[] lows;

    ExactTile(final BlockFormat format, final Mode mode) {
        super(format, mode);
        this.repaired = mode == Mode.REPAIRED;
        this.row = new int[blocks()];
        this.keys = new int[blocks()];
        this.highs = new int[blocks()];
        this.lows = new int[blocks()];
        this.exactScales = new double[blocks()];
        this.exactZeros = new double[blocks()];
    }

    @Override
    final void findGrids(final WeightType type, final int count) {
        Arrays.fill(highs, 0, count, repaired ? 0 : Integer.MIN_VALUE);
        Arrays.fill(lows, 0, count, repaired ? 0 : Integer.MAX_VALUE);
        for (int j = 0; j < half; j++) {
            extend(evens, j * count, count);
            extend(odds, j * count, count);
        }
        findGrids(count);
    }

    private void extend(final int[] weights, final int at, final int count) {
        System.arraycopy(weights, at, row, 0, count);
        Loops.keys(row, keys, count);
        Loops.extendKeys(keys, highs, lows, count);
    }

    /** Chooses scales and zero points, the exact ones included. */
    abstract void findGrids(int count);

    /** Returns the largest weight of a block. */
    final float high(final int block) {
        return Loops.fromKey(highs[block]);
    }

    /** Returns the smallest weight of a block. */
    final float low(final int block) {
        return Loops.fromKey(lows[block]);
    }

    @Override
    final void encode(final int at, final int[] codes, final int to, final int count) {
        Loops.encodeExactly(evenWeights, oddWeights, at, exactScales, exactZeros, top, format.bits(), codes,
                to,
                count);
    }
}
