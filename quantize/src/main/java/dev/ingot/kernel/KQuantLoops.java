package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.WeightType;
import java.util.Arrays;

/**
 * {@link KQuantSearch} over many blocks at once: the same operations in the same order for each, so that the floats are the
 * same. A block that the search would treat in a special way is left to it.
 */
final class KQuantLoops extends LoopTile {

    /** Blocks of a group: what is read again in every trial stays in the nearest caches. */
    private static final int GROUP = 256;

    private final KQuantGroup group;
    private final boolean repaired;
    private final int[] row;
    private final int[] keys;
    private final int[] highs;
    private final int[] lows;
    private final double[] exactScales;
    private final double[] exactZeros;

    KQuantLoops(final BlockFormat format, final Mode mode) {
        super(format);
        this.repaired = mode == Mode.REPAIRED;
        this.group = new KQuantGroup(format, mode, GROUP);
        this.row = new int[blocks()];
        this.keys = new int[blocks()];
        this.highs = new int[blocks()];
        this.lows = new int[blocks()];
        this.exactScales = new double[blocks()];
        this.exactZeros = new double[blocks()];
    }

    @Override
    void findGrids(final WeightType type, final int count) {
        Arrays.fill(highs, 0, count, repaired ? 0 : Integer.MIN_VALUE);
        Arrays.fill(lows, 0, count, repaired ? 0 : Integer.MAX_VALUE);
        for (int j = 0; j < half; j++) {
            extend(evens, j * count, count);
            extend(odds, j * count, count);
        }
        for (int first = 0; first < count; first += GROUP) {
            search(first, Math.min(GROUP, count - first), count);
        }
    }

    private void extend(final int[] weights, final int at, final int count) {
        System.arraycopy(weights, at, row, 0, count);
        Loops.keys(row, keys, count);
        Loops.extendKeys(keys, highs, lows, count);
    }

    private void search(final int first, final int blocks, final int count) {
        for (int j = 0; j < half; j++) {
            System.arraycopy(evenWeights, j * count + first, group.weights[2 * j], 0, blocks);
            System.arraycopy(oddWeights, j * count + first, group.weights[2 * j + 1], 0, blocks);
        }
        for (int b = 0; b < blocks; b++) {
            group.high[b] = Loops.fromKey(highs[first + b]);
            group.min[b] = Loops.fromKey(lows[first + b]);
        }
        group.search(blocks);
        for (int b = 0; b < blocks; b++) {
            final float scale = group.scale[b];
            final float zero = (float) Math.clamp(Math.rint(-group.min[b] / scale), 0f, top);
            scales[first + b] = group.isOrdinary(b) ? scale : Float.NaN;
            zeros[first + b] = zero;
            exactScales[first + b] = scale;
            exactZeros[first + b] = zero;
        }
    }

    @Override
    void encode(final int at, final int[] codes, final int to, final int count) {
        Loops.encodeExactly(evenWeights, oddWeights, at, exactScales, exactZeros, top, format.bits(), codes,
                to,
                count);
    }
}
