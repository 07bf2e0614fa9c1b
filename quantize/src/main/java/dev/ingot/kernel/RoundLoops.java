package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.WeightType;
import java.util.Arrays;

/** {@link RoundToNearest} over many blocks at once. */
final class RoundLoops extends LoopTile {

    /** A scale from here on may need the care of the definition. */
    private static final float LARGE = 1e30f;

    private final boolean repaired;
    private final int[] row;
    private final int[] keys;
    private final int[] highs;
    private final int[] lows;
    private final double[] exactScales;
    private final double[] exactZeros;

    RoundLoops(final BlockFormat format, final Mode mode) {
        super(format);
        this.repaired = mode == Mode.REPAIRED;
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
        for (int b = 0; b < count; b++) {
            findGrid(b, Loops.fromKey(lows[b]), Loops.fromKey(highs[b]));
        }
    }

    private void extend(final int[] weights, final int at, final int count) {
        System.arraycopy(weights, at, row, 0, count);
        Loops.keys(row, keys, count);
        Loops.extendKeys(keys, highs, lows, count);
    }

    private void findGrid(final int block, final float min, final float max) {
        final double scale = RoundToNearest.span(min, max, format.symmetric(), repaired) / top;
        final double zero = format.symmetric() ? (top + 1) / 2 : Math.clamp(Math.rint(-min / scale), 0, top);
        exactScales[block] = scale;
        exactZeros[block] = zero;
        final boolean finite = Float.isFinite(min) && Float.isFinite(max);
        scales[block] = finite && scale < LARGE ? (float) scale : Float.NaN;
        zeros[block] = (float) zero;
    }

    @Override
    void encode(final int at, final int[] codes, final int to, final int count) {
        Loops.encodeExactly(evenWeights, oddWeights, at, exactScales, exactZeros, top, format.bits(), codes,
                to,
                count);
    }
}
