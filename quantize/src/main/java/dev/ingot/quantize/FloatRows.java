package dev.ingot.quantize;

import dev.ingot.kernel.Kernels;
import java.lang.foreign.MemorySegment;

/** Weights of any stored type as float32. */
public final class FloatRows {

    private FloatRows() {}

    /**
     * Widens rows to float32. Exact: every bf16 and f16 value is a float32 value; NaN and infinities stay what they
     * are.
     *
     * @param rows   the rows
     * @param target {@code 4 * count * columns} bytes for the floats in the order of the rows, at any alignment; must
     *               not overlap the rows
     * @throws IllegalArgumentException if the target has another size
     */
    public static void toFloat(final WeightRows rows, final MemorySegment target) {
        final long elements = (long) rows.count() * rows.columns();
        if (target.byteSize() != elements * Float.BYTES) {
            throw new IllegalArgumentException("target has " + target.byteSize() + " bytes, " + elements
                    + " floats need " + elements * Float.BYTES);
        }
        switch (rows.type()) {
            case F32 -> MemorySegment.copy(rows.data(), 0, target, 0, target.byteSize());
            case F16 -> Kernels.active().floats().fromF16(rows.data(), target, elements);
            case BF16 -> Kernels.active().floats().fromBf16(rows.data(), target, elements);
        }
    }
}
