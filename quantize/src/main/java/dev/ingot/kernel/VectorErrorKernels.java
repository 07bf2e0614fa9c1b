package dev.ingot.kernel;

import static dev.ingot.kernel.ErrorSums.CHUNK;
import static dev.ingot.kernel.Layouts.BYTE;
import static dev.ingot.kernel.Layouts.FLOAT;
import static dev.ingot.kernel.Layouts.INT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.QuantizationError;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;

/** bf16 rows of whole blocks on vectors, a chunk at a time; everything else through the definition. */
final class VectorErrorKernels implements ErrorKernels {

    private final ScalarErrorKernels scalar = new ScalarErrorKernels();

    @Override
    public QuantizationError between(final WeightRows exact, final MemorySegment floats) {
        return scalar.between(exact, floats);
    }

    @Override
    public QuantizationError between(final WeightRows exact, final PackedRows packed,
            final BlockFormat format) {
        final var sums = new ErrorSums();
        final long count = (long) exact.count() * exact.columns();
        long done = 0;
        if (exact.type() == WeightType.BF16 && exact.columns() % format.blockSize() == 0
                && VectorTile.supports(format)) {
            done = count - count % CHUNK;
            new Run(exact, packed, format, sums).chunks(done);
        }
        scalar.add(exact, packed, format, done, sums);
        return sums.total(count);
    }

    /** One pass over chunks. */
    private static final class Run {

        private final WeightRows exact;
        private final PackedRows packed;
        private final BlockFormat format;
        private final int perRow;
        private final ErrorChunk chunk;

        Run(final WeightRows exact, final PackedRows packed, final BlockFormat format, final ErrorSums sums) {
            this.exact = exact;
            this.packed = packed;
            this.format = format;
            this.perRow = format.blocksPerRow(exact.columns());
            this.chunk = new ErrorChunk(format, sums);
        }

        void chunks(final long end) {
            final int blocks = CHUNK / format.blockSize();
            for (long first = 0; first < end; first += CHUNK) {
                final long block = first / format.blockSize();
                MemorySegment.copy(exact.data(), INT, first * Short.BYTES, chunk.words, 0, CHUNK / 2);
                MemorySegment.copy(packed.blocks(), BYTE, block * format.blobBytes(), chunk.codes, 0,
                        blocks * format.blobBytes());
                MemorySegment.copy(packed.scales(), FLOAT, block * Float.BYTES, chunk.scales, 0, blocks);
                if (!format.symmetric()) {
                    zeros(block, blocks);
                }
                chunk.add();
            }
        }

        private void zeros(final long first, final int blocks) {
            final int bytes = format.zeroPointBytes(exact.columns());
            long row = first / perRow;
            int column = (int) (first % perRow);
            for (int b = 0; b < blocks; b++) {
                chunk.zeros[b] = ScalarFloatKernels.zero(packed, format, row * bytes, column);
                if (++column == perRow) {
                    column = 0;
                    row++;
                }
            }
        }
    }
}
