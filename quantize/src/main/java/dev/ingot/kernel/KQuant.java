package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link dev.ingot.quantize.Algorithm#K_QUANT} block by block in plain Java: the definition. See {@link KQuantSearch} for
 * the arithmetic.
 */
final class KQuant extends TiledKernel {

    private final Mode mode;
    private final SumOrder order;

    KQuant(final BlockFormat format, final Mode mode, final @Nullable Function<BlockFormat, Tile> tiles) {
        this(format, mode, SumOrder.EIGHT_LANES, tiles);
    }

    private KQuant(final BlockFormat format, final Mode mode, final SumOrder order,
            final @Nullable Function<BlockFormat, Tile> tiles) {
        super(format, tiles);
        this.mode = mode;
        this.order = order;
    }

    @Override
    Encoder encoder() {
        final var search = new KQuantSearch(format, mode, order);
        if (mode == Mode.REFERENCE) {
            return (bits, count, tile, block) -> search.encode(bits, count, tile, block);
        }
        final var extremes = new RoundToNearest(format, mode, null).encoder();
        return (bits, count, tile, block) -> KQuantSearch.isOrdinary(bits, count)
                ? search.encode(bits, count, tile, block)
                : extremes.encode(bits, count, tile, block);
    }

    /** The reference's array lies the other way round when a row is one block, and numpy then adds in another order. */
    @Override
    public boolean quantize(final WeightRows rows, final PackedRows packed) {
        final boolean alone = packed.first() == 0 && rows.count() == 1; // The first chunk of a larger matrix has more.
        final boolean turned = !alone && format.blocksPerRow(rows.columns()) == 1;
        if (turned && mode == Mode.REFERENCE && order != SumOrder.PLAIN) {
            return new KQuant(format, mode, SumOrder.PLAIN, null).quantize(rows, packed);
        }
        return super.quantize(rows, packed);
    }
}
