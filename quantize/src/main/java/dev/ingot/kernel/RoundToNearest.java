package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import java.util.Arrays;

/**
 * {@link dev.ingot.quantize.Algorithm#RTN}: scale and quotient in float64, halves to even.
 *
 * <p>A short last block is filled up with zeros, which count for the range and are stored as the code of zero. The
 * reference does not widen an asymmetric range to contain zero, so a block far from zero is clipped; the repaired mode
 * widens it, and computes ranges in float64, where they cannot overflow.
 */
final class RoundToNearest implements BlockKernel {

    private final BlockFormat format;
    private final boolean repaired;
    private final int top;
    private final int middle;

    RoundToNearest(final BlockFormat format, final Mode mode) {
        this.format = format;
        this.repaired = mode == Mode.REPAIRED;
        this.top = (1 << format.bits()) - 1;
        this.middle = 1 << (format.bits() - 1);
    }

    @Override
    public boolean quantize(final WeightRows rows, final PackedRows packed) {
        final var writer = new PackedWriter(format, rows.columns(), packed);
        final var bits = new int[format.blockSize()];
        final var codes = new int[format.blockSize()];
        boolean finite = true;
        for (int row = 0; row < rows.count(); row++) {
            int block = 0;
            for (int column = 0; column < rows.columns(); column += format.blockSize()) {
                final int count = Math.min(format.blockSize(), rows.columns() - column);
                WeightBits.load(rows, (long) row * rows.columns() + column, count, bits);
                Arrays.fill(bits, count, bits.length, 0);
                finite &= encode(bits, codes, writer, row, block++);
            }
        }
        return finite;
    }

    private boolean encode(final int[] bits, final int[] codes, final PackedWriter writer, final long row,
            final int block) {
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
        writer.codes(row, block, codes);
        writer.grid(row, block, stored(scale, zero), zero);
        return Float.isFinite(min) && Float.isFinite(max);
    }

    private double scale(final float min, final float max) {
        final double span;
        if (format.symmetric()) {
            final float extreme = Math.max(Math.abs(min), Math.abs(max));
            span = repaired ? 2.0 * extreme : 2f * extreme;
        } else {
            span = repaired ? (double) max - min : max - min;
        }
        final double scale = span / top;
        final boolean lost = repaired && (float) scale == 0;
        return scale == 0 || lost ? 1 : scale;
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
