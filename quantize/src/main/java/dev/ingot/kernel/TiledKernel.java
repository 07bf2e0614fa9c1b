package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.WeightRows;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks over rows. Whole blocks are quantized a {@link Tile} at a time where there is one; short blocks, those that the
 * tile leaves out, and all of them where there is none, one after the other by the {@link Encoder} that defines the
 * result.
 */
abstract class TiledKernel implements BlockKernel {

    final BlockFormat format;
    private final @Nullable Function<BlockFormat, Tile> tiles;
    /** Tiles that no thread uses now: clearing the memory of a new one takes as long as filling it. */
    private final Queue<Tile> idle = new ConcurrentLinkedQueue<>();

    /** Block by block. */
    TiledKernel(final BlockFormat format) {
        this(format, null);
    }

    /** By tiles of a kind. */
    TiledKernel(final BlockFormat format, final @Nullable Function<BlockFormat, Tile> tiles) {
        this.format = format;
        this.tiles = tiles;
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
        final @Nullable Tile tile = borrow();
        final var run = new Run(rows, packed, tile);
        final int perRow = format.blocksPerRow(rows.columns());
        if (rows.columns() % format.blockSize() == 0) {
            run.blocks(0, 0, rows.count() * perRow);
        } else {
            for (int row = 0; row < rows.count(); row++) {
                run.row(row, perRow);
            }
        }
        run.packed.finish();
        if (tile != null) {
            idle.add(tile);
        }
        return run.finite;
    }

    private @Nullable Tile borrow() {
        final Tile tile = idle.poll();
        return tile != null || tiles == null ? tile : tiles.apply(format);
    }

    /** One pass over rows. */
    private final class Run {

        private final WeightRows rows;
        private final @Nullable Tile tile;
        private final int perTile;
        private final PackedTile packed;
        private final Encoder encoder = encoder();
        private final int[] bits = new int[format.blockSize()];
        private boolean finite = true;

        Run(final WeightRows rows, final PackedRows packed, final @Nullable Tile tile) {
            this.rows = rows;
            this.tile = tile;
            this.perTile = tile == null ? PackedTile.blocks(format) : tile.blocks();
            this.packed = new PackedTile(format, rows, packed, perTile * format.blockSize());
        }

        /** Quantizes a row that ends with a short block. */
        void row(final int row, final int perRow) {
            final long start = (long) row * rows.columns();
            final int whole = perRow - 1;
            blocks(start, row * perRow, whole);
            final int column = whole * format.blockSize();
            single(start + column, rows.columns() - column, 0);
            packed.flush(row * perRow + whole, 1);
        }

        /** Quantizes whole blocks that lie together, from weight {@code start} on. */
        void blocks(final long start, final int block, final int count) {
            for (int first = 0; first < count; first += perTile) {
                final int part = Math.min(perTile, count - first);
                final long from = start + (long) first * format.blockSize();
                if (tile != null) {
                    tile.quantize(rows, from, part, packed);
                }
                for (int b = next(0, part); b < part; b = next(b + 1, part)) {
                    single(from + (long) b * format.blockSize(), format.blockSize(), b);
                }
                packed.flush(block + first, part);
            }
        }

        /** Returns the first block from {@code start} on that is left to the definition, or {@code end}. */
        private int next(final int start, final int end) {
            int block = start;
            while (tile != null && block < end && BlockRule.isOrdinary(packed.scales[block])) {
                block++;
            }
            return block;
        }

        private void single(final long start, final int count, final int block) {
            WeightBits.load(rows, start, count, bits);
            finite &= encoder.encode(bits, count, packed, block);
        }
    }
}
