package dev.ingot.quantize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/** Matrices in memory, and what becomes of them. */
public final class Matrices {

    private Matrices() {}

    /** A stored matrix. */
    public record Stored(String name, WeightType type, int rows, int columns,
            MemorySegment data) implements WeightMatrix {

        @Override
        public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
            final long rowBytes = (long) columns * type.bytes();
            return new WeightRows(data.asSlice(first * rowBytes, count * rowBytes), type, count, columns);
        }
    }

    /** Stores values, narrowed by truncation to bf16, by rounding to f16, off-heap and unaligned. */
    public static Stored of(final WeightType type, final int rows, final int columns, final float... values) {
        final MemorySegment data = Arena.ofAuto().allocate((long) values.length * type.bytes() + 1)
                .asSlice(1);
        for (int i = 0; i < values.length; i++) {
            switch (type) {
                case BF16 -> data.set(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2L,
                        (short) (Float.floatToRawIntBits(values[i]) >>> 16));
                case F16 ->
                    data.set(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2L, Float.floatToFloat16(values[i]));
                case F32 -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, i * 4L, values[i]);
            }
        }
        return new Stored("w", type, rows, columns, data);
    }

    /** Quantizes on the calling thread. */
    public static PackedRows quantize(final BlockQuantizer quantizer, final BlockFormat format,
            final WeightMatrix matrix) {
        try (var workers = RowWorkers.of(1)) {
            return quantize(quantizer, format, matrix, workers);
        }
    }

    /** Quantizes and puts the chunks together. */
    public static PackedRows quantize(final BlockQuantizer quantizer, final BlockFormat format,
            final WeightMatrix matrix, final RowWorkers workers) {
        final int columns = matrix.columns();
        final var packed = new PackedRows(0, matrix.rows(), heap(matrix.rows() * format.rowBytes(columns)),
                heap(matrix.rows() * format.scaleBytes(columns)),
                heap(matrix.rows() * format.zeroPointBytes(columns)));
        try {
            quantizer.quantize(matrix, rows -> {
                copy(rows.blocks(), packed.blocks(), (long) rows.first() * format.rowBytes(columns));
                copy(rows.scales(), packed.scales(), (long) rows.first() * format.scaleBytes(columns));
                copy(rows.zeroPoints(), packed.zeroPoints(),
                        (long) rows.first() * format.zeroPointBytes(columns));
            }, workers);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed;
    }

    /** Dequantizes all rows. */
    public static float[] dequantize(final PackedRows packed, final BlockFormat format, final int columns) {
        final var floats = new float[packed.count() * columns];
        BlockDequantizer.toFloat(packed, format, columns, MemorySegment.ofArray(floats));
        return floats;
    }

    private static MemorySegment heap(final int bytes) {
        return MemorySegment.ofArray(new byte[bytes]);
    }

    private static void copy(final MemorySegment from, final MemorySegment to, final long start) {
        MemorySegment.copy(from, 0, to, start, from.byteSize());
    }
}
