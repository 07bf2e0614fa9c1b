package dev.ingot.kernel;

import static dev.ingot.kernel.ErrorTile.WEIGHTS;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.QuantizationError;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;

/** Floats and whole blocks on vectors, a tile at a time; the last few weights and everything else through the definition. */
final class VectorErrorKernels implements ErrorKernels {

    private final ScalarErrorKernels scalar = new ScalarErrorKernels();

    @Override
    public QuantizationError between(final WeightRows exact, final MemorySegment floats) {
        final var sums = new ErrorSums();
        final long count = (long) exact.count() * exact.columns();
        final long done = addTiles(exact, count, sums, (tile, first, part) -> tile.load(floats, first, part));
        scalar.add(exact, floats, done, sums);
        return sums.total(count);
    }

    @Override
    public QuantizationError between(final WeightRows exact, final PackedRows packed,
            final BlockFormat format) {
        final var sums = new ErrorSums();
        final long count = (long) exact.count() * exact.columns();
        long done = 0;
        if (exact.columns() % format.blockSize() == 0 && VectorTile.supports(format)) {
            done = addTiles(exact, count, sums,
                    (tile, first, part) -> tile.load(packed, format, exact.columns(), first, part));
        }
        scalar.add(exact, packed, format, done, sums);
        return sums.total(count);
    }

    /** Puts into a tile what weights are compared with. */
    @FunctionalInterface
    private interface Other {
        void load(ErrorTile tile, long first, int count);
    }

    /** Adds as many weights as fill all lanes evenly, and returns their number. */
    private static long addTiles(final WeightRows exact, final long count, final ErrorSums sums,
            final Other other) {
        final long end = count - count % (2 * ErrorSums.LANES);
        final var tile = new ErrorTile();
        final var kind = exact.type() == WeightType.BF16 ? SquareSums.OF_BF16 : SquareSums.OF_FLOATS;
        for (long first = 0; first < end; first += WEIGHTS) {
            final int part = (int) Math.min(WEIGHTS, end - first);
            tile.load(exact, first, part);
            other.load(tile, first, part);
            kind.add(tile, part, sums);
        }
        return end;
    }
}
