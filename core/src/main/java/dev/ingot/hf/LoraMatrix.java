package dev.ingot.hf;

import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A base matrix with a low-rank product added: {@code W + scale * (B A)}, W {@code [out, in]}, B {@code [out, r]},
 * A {@code [r, in]}. Rows are computed in float32 when asked for: the product first, then its scale, then the sum. A row
 * of the base is copied before its result is written, so both may lie at the same place of a reused scratch memory.
 */
final class LoraMatrix implements WeightMatrix {

    private final WeightMatrix base;
    private final Factor a;
    private final Factor b;
    private final float scale;
    /** A as floats, for the next rows; several threads may fill it with the same values. */
    private volatile @Nullable SoftReference<float[][]> decoded;

    LoraMatrix(final WeightMatrix base, final Factor a, final Factor b, final float scale) {
        this.base = base;
        this.a = a;
        this.b = b;
        this.scale = scale;
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public int rows() {
        return base.rows();
    }

    @Override
    public int columns() {
        return base.columns();
    }

    @Override
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        Objects.checkFromIndexSize(first, count, rows());
        final int columns = columns();
        final MemorySegment target = scratch.allocate((long) count * columns * Float.BYTES, Float.BYTES);
        final WeightRows source = base.rows(first, count, scratch);
        final float[][] factors = factors();
        final var product = new float[columns];
        final var row = new float[columns];
        final var weights = new float[a.rows()];
        for (int i = 0; i < count; i++) {
            b.row(first + i, weights);
            multiply(weights, factors, product);
            Floats.decode(source.data(), source.type(), (long) i * columns, row);
            add(row, product, scale);
            Floats.encode(row, target, (long) i * columns * Float.BYTES);
        }
        return new WeightRows(target, WeightType.F32, count, columns);
    }

    private float[][] factors() {
        final SoftReference<float[][]> known = decoded;
        final float[][] cached = known == null ? null : known.get();
        if (cached != null) {
            return cached;
        }
        final float[][] rows = a.values();
        decoded = new SoftReference<>(rows);
        return rows;
    }

    /** {@code product = weights A}; one pass over A per four rows, in loops that the compiler vectorizes. */
    private static void multiply(final float[] weights, final float[][] rows, final float[] product) {
        Arrays.fill(product, 0);
        int k = 0;
        for (; k + 4 <= rows.length; k += 4) {
            addFour(weights, rows, k, product);
        }
        for (; k < rows.length; k++) {
            add(product, rows[k], weights[k]);
        }
    }

    private static void addFour(final float[] weights, final float[][] rows, final int k,
            final float[] product) {
        final float w0 = weights[k];
        final float w1 = weights[k + 1];
        final float w2 = weights[k + 2];
        final float w3 = weights[k + 3];
        final float[] r0 = rows[k];
        final float[] r1 = rows[k + 1];
        final float[] r2 = rows[k + 2];
        final float[] r3 = rows[k + 3];
        for (int j = 0; j < product.length; j++) {
            product[j] += w0 * r0[j] + w1 * r1[j] + w2 * r2[j] + w3 * r3[j];
        }
    }

    private static void add(final float[] target, final float[] row, final float weight) {
        for (int j = 0; j < target.length; j++) {
            target[j] += weight * row[j];
        }
    }
}
