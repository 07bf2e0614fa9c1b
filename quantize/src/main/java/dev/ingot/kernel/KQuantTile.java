package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/**
 * {@link KQuantSearch} over many blocks at once: the same operations in the same order for each, so that the floats are the
 * same. A block that the search would treat in a special way is left to it.
 */
final class KQuantTile extends ExactTile {

    private final KQuantGroup group;
    private final float[] evenWeights;
    private final float[] oddWeights;

    KQuantTile(final BlockFormat format, final Mode mode, final KQuantGroup group) {
        super(format, mode);
        this.group = group;
        this.evenWeights = new float[half * blocks()];
        this.oddWeights = new float[half * blocks()];
    }

    @Override
    void findExactGrids(final int count) {
        for (int i = 0; i < evens.length; i++) {
            copy(evens[i], 0, evenWeights, i * GROUP * count, GROUP * count);
            copy(odds[i], 0, oddWeights, i * GROUP * count, GROUP * count);
        }
        for (int first = 0; first < count; first += group.size) {
            search(first, Math.min(group.size, count - first), count);
        }
    }

    private void search(final int first, final int blocks, final int count) {
        group.load(evenWeights, oddWeights, first, blocks, count);
        for (int b = 0; b < blocks; b++) {
            group.high[b] = high(first + b);
            group.low[b] = low(first + b);
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
}
