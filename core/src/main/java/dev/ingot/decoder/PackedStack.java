package dev.ingot.decoder;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.ColumnOrder;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Quantized matrices of the same width, format and order of columns, one below the other. */
record PackedStack(List<PackedMatrix> parts) implements PackedMatrix {

    PackedStack {
        parts = List.copyOf(parts);
    }

    /** Stacks the parts, or returns empty when they cannot be one quantized matrix. */
    static Optional<PackedStack> of(final List<WeightMatrix> parts) {
        final List<PackedMatrix> packed = parts.stream().filter(PackedMatrix.class::isInstance)
                .map(PackedMatrix.class::cast).toList();
        return packed.size() == parts.size() && packed.stream().allMatch(p -> alike(p, packed.getFirst()))
                ? Optional.of(new PackedStack(packed))
                : Optional.empty();
    }

    private static boolean alike(final PackedMatrix one, final PackedMatrix other) {
        return one.columns() == other.columns() && one.format().equals(other.format())
                && one.order().equals(other.order());
    }

    @Override
    public String name() {
        return parts.stream().map(WeightMatrix::name).collect(Collectors.joining("+"));
    }

    @Override
    public int rows() {
        return parts.stream().mapToInt(WeightMatrix::rows).sum();
    }

    @Override
    public int columns() {
        return parts.getFirst().columns();
    }

    @Override
    public BlockFormat format() {
        return parts.getFirst().format();
    }

    @Override
    public Optional<ColumnOrder> order() {
        return parts.getFirst().order();
    }

    @Override
    public PackedRows packed(final int first, final int count, final SegmentAllocator scratch) {
        final int width = storedColumns();
        final MemorySegment blocks = scratch.allocate((long) count * format().rowBytes(width));
        final MemorySegment scales = scratch.allocate((long) count * format().scaleBytes(width), Float.BYTES);
        final MemorySegment zeros = scratch.allocate((long) count * format().zeroPointBytes(width));
        int start = 0;
        for (final PackedMatrix part : parts) {
            final int from = Math.max(first, start);
            final int to = Math.min(first + count, start + part.rows());
            if (from < to) {
                final PackedRows rows = part.packed(from - start, to - from, scratch);
                put(rows.blocks(), blocks, (long) (from - first) * format().rowBytes(width));
                put(rows.scales(), scales, (long) (from - first) * format().scaleBytes(width));
                put(rows.zeroPoints(), zeros, (long) (from - first) * format().zeroPointBytes(width));
            }
            start += part.rows();
        }
        return new PackedRows(first, count, blocks, scales, zeros);
    }

    private static void put(final MemorySegment rows, final MemorySegment target, final long offset) {
        MemorySegment.copy(rows, 0, target, offset, rows.byteSize());
    }
}
