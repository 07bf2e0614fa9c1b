package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;

/**
 * Searches the best scale for a whole zero point, which is what fast operators take: HQQ's splitting with the scale in the
 * place of the zero point.
 *
 * <pre>
 * start    range widened to contain 0, scale = (max - min) / R, zero = round(-min / scale)
 * round    q = clamp(round(w / scale + zero)), e = shrink(w - (q - zero) * scale)
 *          scale = sum((w - e) * (q - zero)) / sum((q - zero)^2)
 * </pre>
 *
 * <p>It ends when the sum of the differences' magnitudes no longer falls, and keeps the best scale.
 */
final class ScaleSearch extends HalfQuadratic {

    private final Gain gain;
    private float scale;
    private int zero;

    ScaleSearch(final BlockFormat format, final Mode mode) {
        super(format);
        this.gain = new Gain(format, mode);
    }

    /** Quantizes the loaded block: an ordinary one, which is not all zero. */
    void run(final int[] bits, final int count, final PackedTile tile, final int block) {
        final float low = Math.min(0, lowest());
        scale = (Math.max(0, highest()) - low) / top;
        zero = code(-low / scale);
        float best = scale;
        double smallest = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            final float tried = scale;
            final double error = step(threshold(round));
            if (error >= smallest) {
                break;
            }
            smallest = error;
            best = tried;
        }
        scale = best;
        for (int i = 0; i < weights.length; i++) {
            codes[i] = code(weights[i] / scale + zero);
        }
        tile.put(block, codes, gain.scale(bits, count, codes, scale, zero), zero);
    }

    private double step(final float threshold) {
        double difference = 0;
        double product = 0;
        double square = 0;
        for (final float weight : weights) {
            final float level = code(weight / scale + zero) - zero;
            final float error = weight - level * scale;
            product += (double) (weight - shrink(error, threshold)) * level;
            square += (double) level * level;
            difference += Math.abs(error);
        }
        scale = square > 0 && product > 0 ? (float) (product / square) : scale;
        return difference;
    }
}
