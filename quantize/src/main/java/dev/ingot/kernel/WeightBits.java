package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.INT;
import static dev.ingot.kernel.Layouts.SHORT;

import dev.ingot.quantize.WeightRows;

/** Reads weights as the bits of float32 values. */
final class WeightBits {

    private WeightBits() {}

    /**
     * Loads some weights.
     *
     * @param start index of the first one, in row-major order
     * @param bits  gets the first {@code count} of them
     */
    static void load(final WeightRows rows, final long start, final int count, final int[] bits) {
        final var data = rows.data();
        switch (rows.type()) {
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    bits[i] = data.get(SHORT, (start + i) * Short.BYTES) << 16;
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    bits[i] = Float.floatToRawIntBits(
                            Float.float16ToFloat(data.get(SHORT, (start + i) * Short.BYTES)));
                }
            }
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    bits[i] = data.get(INT, (start + i) * Integer.BYTES);
                }
            }
        }
    }
}
