package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;

/** Walks over rows tile by tile and block by block; what a block becomes is up to the subclass. */
abstract class TiledKernel implements BlockKernel {

    final BlockFormat format;

    TiledKernel(final BlockFormat format) {
        this.format = format;
    }

    /** Quantizes one block in plain Java. */
    @FunctionalInterface
    interface Encoder {

        /**
         * Quantizes the tile's block {@code block}.
         *
         * @param bits  float32 bits of the weights
         * @param count how many there are; fewer than a block has at the end of a row
         * @return false if a weight is not finite
         */
        boolean encode(int[] bits, int count, PackedTile tile, int block);
    }

    /** Returns what quantizes single blocks. */
    abstract Encoder encoder();

    @Override
    public boolean quantize(final WeightRows rows, final PackedRows packed) {
        final var tile = new PackedTile(format, rows, packed);
        final var bits = new int[format.blockSize()];
        final var encoder = encoder();
        final int perRow = format.blocksPerRow(rows.columns());
        final int perTile = PackedTile.blocks(format);
        boolean finite = true;
        for (int row = 0; row < rows.count(); row++) {
            for (int first = 0; first < perRow; first += perTile) {
                final int blocks = Math.min(perTile, perRow - first);
                for (int b = 0; b < blocks; b++) {
                    finite &= single(rows, row, first, b, bits, tile, encoder);
                }
                tile.flush(row * perRow + first, blocks);
            }
        }
        tile.finish();
        return finite;
    }

    /** Quantizes block {@code b} of the tile that starts at block {@code first} of a row. */
    final boolean single(final WeightRows rows, final int row, final int first, final int b, final int[] bits,
            final PackedTile tile, final Encoder encoder) {
        final int column = (first + b) * format.blockSize();
        final int count = Math.min(format.blockSize(), rows.columns() - column);
        WeightBits.load(rows, (long) row * rows.columns() + column, count, bits);
        return encoder.encode(bits, count, tile, b);
    }
}
