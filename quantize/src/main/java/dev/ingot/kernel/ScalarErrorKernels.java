package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.FLOAT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.QuantizationError;
import dev.ingot.quantize.WeightRows;
import java.lang.foreign.MemorySegment;

/** The definition: one weight after the other. */
final class ScalarErrorKernels implements ErrorKernels {

    @Override
    public QuantizationError between(final WeightRows exact, final MemorySegment floats) {
        final var sums = new ErrorSums();
        final long count = (long) exact.count() * exact.columns();
        add(exact, floats, 0, sums);
        return sums.total(count);
    }

    @Override
    public QuantizationError between(final WeightRows exact, final PackedRows packed,
            final BlockFormat format) {
        final var sums = new ErrorSums();
        final long count = (long) exact.count() * exact.columns();
        add(exact, packed, format, 0, sums);
        return sums.total(count);
    }

    /** Adds all weights from {@code start} on. */
    void add(final WeightRows exact, final MemorySegment floats, final long start, final ErrorSums sums) {
        final long count = (long) exact.count() * exact.columns();
        for (long i = start; i < count; i++) {
            sums.add(i, exact.get(i), floats.getAtIndex(FLOAT, i));
        }
    }

    /** The same for packed blocks. */
    void add(final WeightRows exact, final PackedRows packed, final BlockFormat format, final long start,
            final ErrorSums sums) {
        final int columns = exact.columns();
        final long count = (long) exact.count() * columns;
        final var block = new float[format.blockSize()];
        final var target = MemorySegment.ofArray(block);
        for (long i = start; i < count;) {
            final int column = (int) (i % columns);
            final int skipped = column % format.blockSize();
            final int length = Math.min(format.blockSize(), columns - (column - skipped));
            ScalarFloatKernels.fromBlock(packed, format, columns, (int) (i / columns),
                    column / format.blockSize(), target, 0);
            for (int k = skipped; k < length; k++) {
                sums.add(i, exact.get(i), block[k]);
                i++;
            }
        }
    }
}
