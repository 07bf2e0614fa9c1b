package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.Arrays;

/** A tile whose codes are rounded from quotients in float64; the range of a block need not contain zero. */
abstract class ExactTile extends LoopTile {

    /** Whether ranges are widened to contain zero. */
    final boolean repaired;
    /** Per block: what the weights are divided by. */
    final double[] exactScales;
    /** Per block: the zero point. */
    final double[] exactZeros;

    private final int[] keys;
    private final int[] highs;
    private final int[] lows; // complements

    ExactTile(final BlockFormat format, final Mode mode) {
        super(format, mode);
        this.repaired = mode == Mode.REPAIRED;
        this.keys = new int[GROUP * blocks()];
        this.highs = new int[GROUP * blocks()];
        this.lows = new int[GROUP * blocks()];
        this.exactScales = new double[blocks()];
        this.exactZeros = new double[blocks()];
    }

    @Override
    final void extend(final int group, final int count) {
        if (group == 0) {
            Arrays.fill(highs, 0, GROUP * count, repaired ? 0 : Integer.MIN_VALUE);
            Arrays.fill(lows, 0, GROUP * count, repaired ? ~0 : Integer.MIN_VALUE);
        }
        extend(evens[group], GROUP * count);
        extend(odds[group], GROUP * count);
    }

    private void extend(final int[] weights, final int count) {
        Loops.keys(weights, keys, count);
        Loops.extendKeys(keys, highs, lows, count);
    }

    @Override
    final void findGrids(final int count) {
        fold(highs, count);
        fold(lows, count);
        findExactGrids(count);
    }

    /** Chooses scales and zero points, the exact ones included. */
    abstract void findExactGrids(int count);

    /** Returns the largest weight of a block. */
    final float high(final int block) {
        return Loops.fromKey(highs[block]);
    }

    /** Returns the smallest weight of a block. */
    final float low(final int block) {
        return Loops.fromKey(~lows[block]);
    }

    @Override
    final void encode(final int[] codes, final int to, final int count) {
        Loops.encodeExactly(evenRow, oddRow, exactScales, exactZeros, top, format.bits(), codes, to, count);
    }
}
