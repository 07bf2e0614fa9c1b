package dev.ingot.kernel;

import dev.ingot.quantize.Mode;
import java.util.Arrays;

/** Computes the grids of {@link RoundToNearest} in float64, in plain loops over the blocks that the compiler vectorizes. */
final class ExactGrids implements Stage {

    /** From here on a scale may need the care of the definition. */
    private static final float LARGE = 0x1p120f;

    private final boolean symmetric;
    private final boolean repaired;
    private final float[] highs;
    private final float[] lows;
    private final double[] spans;

    /** For up to {@code room} blocks. */
    ExactGrids(final boolean symmetric, final Mode mode, final int room) {
        this.symmetric = symmetric;
        this.repaired = mode == Mode.REPAIRED;
        this.highs = new float[room];
        this.lows = new float[room];
        this.spans = new double[room];
    }

    @Override
    public void run(final VectorTile tile, final int blocks) {
        LoopTile.copy(tile.highs, highs, blocks);
        LoopTile.copy(tile.lows, lows, blocks);
        findSpans(blocks);
        scales(spans, tile.top, tile.exactScales, tile.scales, tile.inverses, blocks);
        if (symmetric) {
            Arrays.fill(tile.zeros, 0, blocks, tile.middle);
        } else {
            zeros(lows, tile.exactScales, tile.zeros, blocks);
        }
        lowest(lows, tile.exactScales, tile.zeros, tile.lowest, tile.lowestCodes, blocks);
        if (!symmetric && !repaired) {
            leaveOutOneSided(highs, lows, tile.scales, blocks);
        }
    }

    private void findSpans(final int blocks) {
        if (symmetric) {
            spansOfMagnitude(highs, lows, spans, blocks);
        } else if (repaired) {
            spans(highs, lows, spans, blocks);
        } else {
            spansInFloat32(highs, lows, spans, blocks);
        }
    }

    private static void spansOfMagnitude(final float[] highs, final float[] lows, final double[] spans,
            final int count) {
        for (int i = 0; i < count; i++) {
            spans[i] = 2.0 * Math.max(highs[i], lows[i]);
        }
    }

    private static void spans(final float[] highs, final float[] lows, final double[] spans,
            final int count) {
        for (int i = 0; i < count; i++) {
            spans[i] = (double) highs[i] + lows[i];
        }
    }

    private static void spansInFloat32(final float[] highs, final float[] lows, final double[] spans,
            final int count) {
        for (int i = 0; i < count; i++) {
            spans[i] = highs[i] + lows[i];
        }
    }

    /** A scale that is not below {@link #LARGE} overflows on the way, and so is not ordinary. */
    private static void scales(final double[] spans, final double top, final double[] exact,
            final float[] scales,
            final float[] inverses, final int count) {
        for (int i = 0; i < count; i++) {
            final double scale = spans[i] / top;
            exact[i] = scale;
            inverses[i] = (float) (1 / scale);
            scales[i] = (float) scale * (Float.MAX_VALUE / LARGE) / (Float.MAX_VALUE / LARGE);
        }
    }

    private static void zeros(final float[] lows, final double[] scales, final float[] zeros,
            final int count) {
        for (int i = 0; i < count; i++) {
            zeros[i] = (float) Math.rint(lows[i] / scales[i]);
        }
    }

    private static void lowest(final float[] lows, final double[] scales, final float[] zeros,
            final float[] lowest,
            final float[] codes, final int count) {
        for (int i = 0; i < count; i++) {
            lowest[i] = -lows[i];
            codes[i] = (float) Math.rint(zeros[i] - lows[i] / scales[i]);
        }
    }

    /** Makes NaN of the scale of a block that has no weights on one side of zero: the reference clips such blocks. */
    private static void leaveOutOneSided(final float[] highs, final float[] lows, final float[] scales,
            final int count) {
        for (int i = 0; i < count; i++) {
            scales[i] += 0f / (highs[i] * lows[i]);
        }
    }
}
