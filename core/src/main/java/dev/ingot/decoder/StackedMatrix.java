package dev.ingot.decoder;

import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several matrices of the same width one below the other, such as query, key and value. Rows that lie in one part are
 * passed on in place; a request across a border is gathered as floats.
 */
record StackedMatrix(List<WeightMatrix> parts) implements WeightMatrix {

    StackedMatrix {
        parts = List.copyOf(parts);
        final int columns = parts.getFirst().columns();
        if (parts.stream().anyMatch(part -> part.columns() != columns)) {
            throw new IllegalArgumentException("stacked matrices must have the same number of columns");
        }
    }

    /** Stacks matrices: blocks of the same kind as blocks, floats as floats; others are only held together. */
    static WeightMatrix of(final List<WeightMatrix> parts) {
        final List<WeightMatrix> flat = parts.stream()
                .flatMap(part -> part instanceof StackedMatrix stack ? stack.parts.stream() : Stream.of(part))
                .toList();
        return PackedStack.of(flat).<WeightMatrix>map(stack -> stack)
                .orElseGet(() -> new StackedMatrix(flat));
    }

    /** Whether a part is quantized already, so that the whole cannot be written as one matrix without loss. */
    boolean holdsBlocks() {
        return parts.stream().anyMatch(PackedMatrix.class::isInstance);
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
    public WeightRows rows(final int first, final int count, final SegmentAllocator scratch) {
        int start = 0;
        for (final WeightMatrix part : parts) {
            if (first >= start && first + count <= start + part.rows()) {
                return part.rows(first - start, count, scratch);
            }
            start += part.rows();
        }
        return gather(first, count, scratch);
    }

    @Override
    public WeightValueException notFinite(final long row, final long column, final float value) {
        long start = 0;
        for (final WeightMatrix part : parts) {
            if (row < start + part.rows()) {
                return part.notFinite(row - start, column, value);
            }
            start += part.rows();
        }
        throw new IllegalArgumentException("row " + row + " of " + start);
    }

    private WeightRows gather(final int first, final int count, final SegmentAllocator scratch) {
        final long rowBytes = (long) columns() * Float.BYTES;
        final MemorySegment floats = scratch.allocate(count * rowBytes, Float.BYTES);
        int start = 0;
        for (final WeightMatrix part : parts) {
            final int from = Math.max(first, start);
            final int to = Math.min(first + count, start + part.rows());
            if (from < to) {
                FloatRows.toFloat(part.rows(from - start, to - from, scratch),
                        floats.asSlice((from - first) * rowBytes, (to - from) * rowBytes));
            }
            start += part.rows();
        }
        return new WeightRows(floats, WeightType.F32, count, columns());
    }
}
