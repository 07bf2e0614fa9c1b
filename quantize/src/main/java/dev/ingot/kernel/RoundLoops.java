package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/** {@link RoundToNearest} over many blocks at once. */
final class RoundLoops extends ExactTile {

    /** A scale from here on may need the care of the definition. */
    private static final float LARGE = 1e30f;

    RoundLoops(final BlockFormat format, final Mode mode) {
        super(format, mode);
    }

    @Override
    void findExactGrids(final int count) {
        for (int b = 0; b < count; b++) {
            findGrid(b, low(b), high(b));
        }
    }

    private void findGrid(final int block, final float min, final float max) {
        final double scale = RoundToNearest.span(min, max, format.symmetric(), repaired) / top;
        final int middle = (top + 1) / 2;
        final double zero = format.symmetric() ? middle : Math.clamp(Math.rint(-min / scale), 0, top);
        final boolean finite = Float.isFinite(min) && Float.isFinite(max);
        scales[block] = finite && scale < LARGE ? (float) scale : Float.NaN;
        zeros[block] = (float) zero;
        exactScales[block] = scale;
        exactZeros[block] = zero;
    }
}
