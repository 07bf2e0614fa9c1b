package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.ZeroPointType;

/**
 * {@link dev.ingot.quantize.Algorithm#HQQ} in plain Java: {@link ZeroSearch} where zero points are floats,
 * {@link ScaleSearch} where they are codes. Blocks beyond ordinary magnitudes are rounded to the nearest.
 */
public final class HqqKernel extends TiledKernel {

    private final Mode mode;
    private final int rounds;

    HqqKernel(final BlockFormat format, final Mode mode) {
        this(format, mode, HalfQuadratic.ROUNDS);
    }

    private HqqKernel(final BlockFormat format, final Mode mode, final int rounds) {
        super(format);
        this.mode = mode;
        this.rounds = rounds;
    }

    /**
     * Returns whether the search for all blocks of a matrix ends together: the reference looks at the mean of all errors.
     *
     * @return true if {@link #errors} has to be asked first
     */
    public boolean endsTogether() {
        return mode == Mode.REFERENCE && format.zeroPoints() == ZeroPointType.FLOAT;
    }

    /**
     * Returns the sums of the errors before every round.
     *
     * @param rows some rows
     * @return sums over their blocks
     */
    public double[] errors(final WeightRows rows) {
        final var sums = new double[HalfQuadratic.ROUNDS];
        final var search = new ZeroSearch(format, mode);
        final var bits = new int[format.blockSize()];
        for (int row = 0; row < rows.count(); row++) {
            for (int first = 0; first < rows.columns(); first += format.blockSize()) {
                final int count = Math.min(format.blockSize(), rows.columns() - first);
                WeightBits.load(rows, (long) row * rows.columns() + first, count, bits);
                search.load(bits, count);
                search.run(round -> true);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += search.errors[i];
                }
            }
        }
        return sums;
    }

    /**
     * Returns the kernel that ends when the mean error of the matrix has not fallen.
     *
     * @param errors sums over all blocks
     * @return the kernel
     */
    public BlockKernel endingBy(final double[] errors) {
        int last = 1;
        while (last < errors.length && errors[last] < errors[last - 1]) {
            last++;
        }
        return new HqqKernel(format, mode, Math.min(last + 1, errors.length));
    }

    @Override
    Encoder encoder() {
        final var rest = new RoundToNearest(format, Mode.REPAIRED, null).encoder();
        return format.zeroPoints() == ZeroPointType.FLOAT ? zeroSearch(rest) : scaleSearch(rest);
    }

    private Encoder zeroSearch(final Encoder rest) {
        final var search = new ZeroSearch(format, mode);
        return (bits, count, tile, block) -> {
            final boolean finite = search.load(bits, count);
            if (mode == Mode.REPAIRED && !search.isOrdinary()) {
                return rest.encode(bits, count, tile, block);
            }
            search.run(round -> mode == Mode.REPAIRED ? search.stillFalling(round) : round + 1 < rounds);
            search.store(tile, block);
            return finite;
        };
    }

    private Encoder scaleSearch(final Encoder rest) {
        final var search = new ScaleSearch(format, mode);
        return (bits, count, tile, block) -> {
            final boolean finite = search.load(bits, count);
            if (!search.isOrdinary()) {
                return rest.encode(bits, count, tile, block);
            }
            search.run(bits, count, tile, block);
            return finite;
        };
    }
}
