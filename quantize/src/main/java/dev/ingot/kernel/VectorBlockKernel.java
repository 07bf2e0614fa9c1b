package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.INT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;

/**
 * {@link dev.ingot.quantize.Algorithm#DEFAULT} a tile at a time, in the order of {@link Stage}. Blocks that are short, all
 * zero, not finite, or too large or too small for the plain formulas go through the scalar definition.
 */
final class VectorBlockKernel extends TiledKernel {

    private final BlockRule rule;

    /** The block must hold two vectors of floats. */
    VectorBlockKernel(final BlockFormat format, final Mode mode) {
        super(format);
        this.rule = new BlockRule(format, mode);
    }

    static boolean supports(final BlockFormat format) {
        return format.blockSize() >= 2 * Species.LANES;
    }

    @Override
    Encoder encoder() {
        final var codes = new int[format.blockSize()];
        return (bits, count, tile, block) -> rule.encode(bits, count, codes, tile, block);
    }

    @Override
    public boolean quantize(final WeightRows rows, final PackedRows packed) {
        final var tile = new PackedTile(format, rows, packed);
        final var vectors = new VectorTile(format, tile.codes);
        final Stage[] stages = stages(rows.type());
        final var bits = new int[format.blockSize()];
        final var encoder = encoder();
        final int perRow = format.blocksPerRow(rows.columns());
        final int perTile = PackedTile.blocks(format);
        boolean finite = true;
        for (int row = 0; row < rows.count(); row++) {
            for (int first = 0; first < perRow; first += perTile) {
                final int blocks = Math.min(perTile, perRow - first);
                final int full = Math.min(blocks, rows.columns() / format.blockSize() - first);
                load(rows, (long) row * rows.columns() + (long) first * format.blockSize(), full, vectors);
                for (final Stage stage : stages) {
                    stage.run(vectors, full);
                }
                vectors.copyGrids(tile, full);
                for (int b = 0; b < blocks; b++) {
                    if (b >= full || !BlockRule.isOrdinary(tile.scales[b])) {
                        finite &= single(rows, row, first, b, bits, tile, encoder);
                    }
                }
                tile.flush(row * perRow + first, blocks);
            }
        }
        tile.finish();
        return finite;
    }

    private Stage[] stages(final WeightType type) {
        return new Stage[]{switch (type) {
            case BF16 -> Widen.BF16;
            case F16 -> Widen.F16;
            case F32 -> Widen.F32;
        }, Extremes.OF_BLOCKS, format.symmetric() ? Grids.SYMMETRIC : Grids.ASYMMETRIC,
                format.bits() == 4 ? Codes.FOUR_BITS : Codes.EIGHT_BITS};
    }

    private void load(final WeightRows rows, final long start, final int blocks, final VectorTile vectors) {
        final int bytes = rows.type().bytes();
        MemorySegment.copy(rows.data(), INT, start * bytes, vectors.words, 0,
                blocks * format.blockSize() * bytes / Integer.BYTES);
    }
}
