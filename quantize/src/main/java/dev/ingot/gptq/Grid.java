package dev.ingot.gptq;

import dev.ingot.kernel.BlockRule;
import dev.ingot.quantize.BlockFormat;

/**
 * The values that the codes of a block stand for: {@code (code - zero) * scale}. Found and rounded to as {@link
 * dev.ingot.quantize.Algorithm#DEFAULT} does it in the repaired mode: the range contains zero, the extreme of a symmetric block
 * is exact, tiny scales are rounded up.
 *
 * @param scale distance of two neighbours
 * @param zero  the code of zero
 * @param top   the largest code
 */
record Grid(float scale, int zero, int top) {

    /** Half but for one unit in the last place: what a half and less is rounded up with. */
    private static final float ALMOST_HALF = 0.49999997f;

    static Grid of(final BlockFormat format, final float min, final float max) {
        final int top = (1 << format.bits()) - 1;
        final float low = Math.max(-min, 0);
        final float high = Math.max(max, 0);
        if (format.symmetric()) {
            final int middle = (top + 1) / 2;
            final float scale = (high > low ? high : -low) / -middle;
            return new Grid(BlockRule.covering(scale, Math.max(high, low) / (double) middle), middle, top);
        }
        final float scale = BlockRule.covering(Math.min((high + low) / top, Float.MAX_VALUE / top),
                ((double) high + low) / top);
        return new Grid(scale, scale == 0 ? 0 : Math.min((int) (low / scale + ALMOST_HALF), top), top);
    }

    int code(final float value) {
        final float inverse = scale == 0 ? 0 : 1 / scale;
        final float steps = Float.isInfinite(inverse) ? value / scale : value * inverse;
        return Math.clamp((int) (steps + zero + ALMOST_HALF), 0, top);
    }

    float value(final int code) {
        return (code - zero) * scale;
    }
}
