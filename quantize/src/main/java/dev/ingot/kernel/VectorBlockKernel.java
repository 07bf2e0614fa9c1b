package dev.ingot.kernel;

import static dev.ingot.kernel.Layouts.INT;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;

/**
 * {@link dev.ingot.quantize.Algorithm#DEFAULT} a tile at a time, in {@link VectorStages}. Blocks that are short, all
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
        final var tile = new PackedTile(format, rows.columns(), packed);
        final var stages = new VectorStages(format, tile);
        final var bits = new int[format.blockSize()];
        final var encoder = encoder();
        final int perRow = format.blocksPerRow(rows.columns());
        final int perTile = PackedTile.blocks(format);
        boolean finite = true;
        for (int row = 0; row < rows.count(); row++) {
            for (int first = 0; first < perRow; first += perTile) {
                final int blocks = Math.min(perTile, perRow - first);
                final int full = Math.min(blocks, rows.columns() / format.blockSize() - first);
                load(rows, (long) row * rows.columns() + (long) first * format.blockSize(), full, stages);
                stages.quantize(full);
                for (int b = 0; b < blocks; b++) {
                    if (b >= full || !BlockRule.isOrdinary(tile.scales[b])) {
                        finite &= single(rows, row, first, b, bits, tile, encoder);
                    }
                }
                tile.flush(row, first, blocks);
            }
        }
        return finite;
    }

    private void load(final WeightRows rows, final long start, final int blocks, final VectorStages stages) {
        final WeightType type = rows.type();
        final int weights = blocks * format.blockSize();
        MemorySegment.copy(rows.data(), INT, start * type.bytes(), stages.words, 0,
                weights * type.bytes() / Integer.BYTES);
        switch (type) {
            case BF16 -> stages.widenBf16(weights);
            case F16 -> stages.widenF16(weights);
            case F32 -> stages.widenF32(weights);
        }
    }
}
