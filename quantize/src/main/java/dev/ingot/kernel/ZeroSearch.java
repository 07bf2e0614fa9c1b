package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.function.IntPredicate;

/**
 * Searches the best fractional zero point for a scale that spans the range of the block, as the HQQ quantizer of ONNX
 * Runtime does; {@code s} is the reciprocal of the scale.
 *
 * <pre>
 * start    s = R / (max - min), at most 20000 in the reference          zero = round(-min * s)
 * round    q = clamp(round(w * s + zero)), e = shrink(w - (q - zero) / s), zero = mean(q - (w - e) * s)
 * </pre>
 *
 * <p>All in float32. The cap of the reference makes blocks coarse that span less than R / 20000; the repaired mode has
 * none.
 */
final class ZeroSearch extends HalfQuadratic {

    private static final float CAP = 2e4f;

    private final boolean repaired;
    /** Mean magnitude of the differences before each round, of the last block. */
    final double[] errors = new double[ROUNDS];
    private float inverse;
    private float zero;

    ZeroSearch(final BlockFormat format, final Mode mode) {
        super(format);
        this.repaired = mode == Mode.REPAIRED;
    }

    /** Searches from the start on, as long as the predicate of the round just done holds. */
    void run(final IntPredicate again) {
        final float lowest = lowest();
        final float range = highest() - lowest;
        inverse = 1 / (range == 0 ? top : range) * top;
        inverse = repaired ? inverse : Math.min(inverse, CAP);
        zero = (float) Math.rint(-lowest * inverse);
        int round = 0;
        do {
            errors[round] = step(threshold(round));
        } while (again.test(round) && ++round < ROUNDS);
    }

    /** Whether the error before a round was the smallest yet. */
    boolean stillFalling(final int round) {
        return round == 0 || errors[round] < errors[round - 1];
    }

    void store(final PackedTile tile, final int block) {
        for (int i = 0; i < weights.length; i++) {
            codes[i] = code(weights[i] * inverse + zero);
        }
        tile.put(block, codes, 1 / inverse, zero);
    }

    private double step(final float threshold) {
        double difference = 0;
        double sum = 0;
        for (final float weight : weights) {
            final float code = code(weight * inverse + zero);
            final float error = weight - (code - zero) / inverse;
            sum += code - (weight - shrink(error, threshold)) * inverse;
            difference += Math.abs(error);
        }
        zero = (float) (sum / weights.length);
        return difference / weights.length;
    }
}
