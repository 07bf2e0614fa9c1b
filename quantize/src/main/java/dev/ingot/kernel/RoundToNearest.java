package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link dev.ingot.quantize.Algorithm#RTN}: scale and quotient in float64, halves to even.
 *
 * <p>A short last block is filled up with zeros, which count for the range and are stored as the code of zero. The
 * reference does not widen an asymmetric range to contain zero, so a block far from zero is clipped; the repaired mode
 * widens it, and computes ranges in float64, where they cannot overflow.
 */
final class RoundToNearest extends TiledKernel {

    private final boolean repaired;
    private final Mode mode;
    private final int top;
    private final int middle;

    RoundToNearest(final BlockFormat format, final Mode mode,
            final @Nullable Function<BlockFormat, Tile> tiles) {
        super(format, tiles);
        this.repaired = mode == Mode.REPAIRED;
        this.mode = mode;
        this.top = (1 << format.bits()) - 1;
        this.middle = 1 << (format.bits() - 1);
    }

    @Override
    Encoder encoder() {
        final var codes = new int[format.blockSize()];
        final var gain = new Gain(format, mode);
        return (bits, count, tile, block) -> {
            Arrays.fill(bits, count, bits.length, 0);
            return encode(bits, codes, gain, tile, block);
        };
    }

    private boolean encode(final int[] bits, final int[] codes, final Gain gain,
            final PackedTile tile, final int block) {
        float min = Float.intBitsToFloat(bits[0]);
        float max = min;
        for (final int bit : bits) {
            min = Math.min(min, Float.intBitsToFloat(bit));
            max = Math.max(max, Float.intBitsToFloat(bit));
        }
        final double scale = scale(repaired ? Math.min(min, 0f) : min, repaired ? Math.max(max, 0f) : max);
        final int zero = format.symmetric() ? middle : code(-(repaired ? Math.min(min, 0f) : min) / scale);
        for (int i = 0; i < bits.length; i++) {
            codes[i] = code(Float.intBitsToFloat(bits[i]) / scale + zero);
        }
        final float plain = stored(scale, zero);
        tile.put(block, codes, gain.scale(bits, bits.length, codes, plain, zero), zero);
        return Float.isFinite(min) && Float.isFinite(max);
    }

    private double scale(final float min, final float max) {
        final double scale = span(min, max, format.symmetric(), repaired) / top;
        if (scale == 0) {
            return 1;
        }
        return repaired && scale < BlockRule.COARSE ? BlockRule.covering((float) scale, scale) : scale;
    }

    /** Returns what a grid has to span. */
    static double span(final float min, final float max, final boolean symmetric, final boolean repaired) {
        if (symmetric) {
            final float extreme = Math.max(Math.abs(min), Math.abs(max));
            return repaired ? 2.0 * extreme : 2f * extreme;
        }
        return repaired ? (double) max - min : max - min;
    }

    /** Rounding a scale to float32, or a zero point to an integer, may push the end of the grid beyond float32. */
    private float stored(final double scale, final int zero) {
        final float limit = Float.MAX_VALUE / Math.max(zero, top - zero);
        return repaired ? Math.min((float) scale, limit) : (float) scale;
    }

    private int code(final double x) {
        return (int) Math.clamp(Math.rint(x), 0, top);
    }
}
