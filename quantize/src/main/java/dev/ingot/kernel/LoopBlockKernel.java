package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;

/**
 * {@link dev.ingot.quantize.Algorithm#DEFAULT} over many blocks at once. Blocks that are short, all zero, not finite, or
 * too large or too small for the plain formulas go through the scalar definition.
 */
final class LoopBlockKernel implements BlockKernel {

    private final BlockFormat format;
    private final BlockRule rule;

    LoopBlockKernel(final BlockFormat format, final Mode mode) {
        this.format = format;
        this.rule = new BlockRule(format, mode);
    }

    @Override
    public boolean quantize(final WeightRows rows, final PackedRows packed) {
        final var run = new Run(rows, packed);
        final int perRow = format.blocksPerRow(rows.columns());
        if (rows.columns() % format.blockSize() == 0) {
            run.blocks(0, 0, rows.count() * perRow);
        } else {
            for (int row = 0; row < rows.count(); row++) {
                run.row(row, perRow);
            }
        }
        run.tile.finish();
        return run.finite;
    }

    /** One pass over rows. */
    private final class Run {

        private final WeightRows rows;
        private final LoopTile weights = new LoopTile(format);
        private final PackedTile tile;
        private final int[] bits = new int[format.blockSize()];
        private final int[] codes = new int[format.blockSize()];
        private boolean finite = true;

        Run(final WeightRows rows, final PackedRows packed) {
            this.rows = rows;
            this.tile = new PackedTile(format, rows, packed, weights.blocks * format.blockSize());
        }

        /** Quantizes a row that ends with a short block. */
        void row(final int row, final int perRow) {
            final long start = (long) row * rows.columns();
            final int whole = perRow - 1;
            blocks(start, row * perRow, whole);
            final int column = whole * format.blockSize();
            single(start + column, rows.columns() - column, 0);
            tile.flush(row * perRow + whole, 1);
        }

        /** Quantizes blocks that lie together, from weight {@code start} on. */
        void blocks(final long start, final int block, final int count) {
            for (int first = 0; first < count; first += weights.blocks) {
                final int part = Math.min(weights.blocks, count - first);
                final long from = start + (long) first * format.blockSize();
                weights.quantize(rows, from, part, tile);
                for (int b = 0; b < part; b++) {
                    if (!BlockRule.isOrdinary(tile.scales[b])) {
                        single(from + (long) b * format.blockSize(), format.blockSize(), b);
                    }
                }
                tile.flush(block + first, part);
            }
        }

        private void single(final long start, final int count, final int block) {
            WeightBits.load(rows, start, count, bits);
            finite &= rule.encode(bits, count, codes, tile, block);
        }
    }
}
