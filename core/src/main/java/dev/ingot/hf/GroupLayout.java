package dev.ingot.hf;

import dev.ingot.quantize.ColumnOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * How groups of columns become blocks. Groups of neighbours whose size is a multiple of a block's are cut into blocks
 * that repeat the group's scale. Any other grouping (act-order, odd sizes) is sorted by group, and every group padded to
 * whole blocks.
 */
final class GroupLayout {

    private static final int SMALLEST = 16;
    private static final int USUAL = 32;
    private static final int LARGEST = 256;

    private final int blockSize;
    private final int[] groupOfBlock;
    private final Optional<ColumnOrder> order;

    private GroupLayout(final int blockSize, final int[] groupOfBlock, final Optional<ColumnOrder> order) {
        this.blockSize = blockSize;
        this.groupOfBlock = groupOfBlock;
        this.order = order;
    }

    /** Weights per block. */
    int blockSize() {
        return blockSize;
    }

    /** Blocks per row. */
    int blocks() {
        return groupOfBlock.length;
    }

    /** The group that has the scale of a block. */
    int group(final int block) {
        return groupOfBlock[block];
    }

    /** Order of the stored columns, or empty when it is the natural one. */
    Optional<ColumnOrder> order() {
        return order;
    }

    /** Neighbours share a group. */
    static GroupLayout natural(final int columns, final int groupSize) {
        final int[] groupOfColumn = new int[columns];
        Arrays.setAll(groupOfColumn, column -> column / groupSize);
        return of(groupOfColumn, groupSize);
    }

    /**
     * Columns are in any group.
     *
     * @param groupOfColumn for each column its group
     * @param groupSize     most columns of a group, for the choice of the block size
     */
    static GroupLayout of(final int[] groupOfColumn, final int groupSize) {
        final int common = groupSize >= groupOfColumn.length
                ? LARGEST / 2
                : Math.min(LARGEST, Integer.lowestOneBit(groupSize));
        return common >= SMALLEST && isNatural(groupOfColumn, groupSize)
                ? inPlace(groupOfColumn, common)
                : sorted(groupOfColumn, common >= SMALLEST ? common : USUAL);
    }

    private static boolean isNatural(final int[] groupOfColumn, final int groupSize) {
        for (int column = 0; column < groupOfColumn.length; column++) {
            if (groupOfColumn[column] != column / groupSize) {
                return false;
            }
        }
        return true;
    }

    private static GroupLayout inPlace(final int[] groupOfColumn, final int blockSize) {
        final int[] groups = new int[Math.ceilDiv(groupOfColumn.length, blockSize)];
        Arrays.setAll(groups, block -> groupOfColumn[block * blockSize]);
        return new GroupLayout(blockSize, groups, Optional.empty());
    }

    private static GroupLayout sorted(final int[] groupOfColumn, final int blockSize) {
        final int[] count = new int[Arrays.stream(groupOfColumn).max().orElse(0) + 1];
        for (final int group : groupOfColumn) {
            count[group]++;
        }
        final int[] next = new int[count.length];
        int blocks = 0;
        for (int group = 0; group < count.length; group++) {
            next[group] = blocks * blockSize;
            blocks += Math.ceilDiv(count[group], blockSize);
        }
        final int[] groups = new int[blocks];
        final int[] sources = new int[blocks * blockSize];
        Arrays.fill(sources, ColumnOrder.PADDING);
        for (int column = 0; column < groupOfColumn.length; column++) {
            final int place = next[groupOfColumn[column]]++;
            sources[place] = column;
            groups[place / blockSize] = groupOfColumn[column];
        }
        return new GroupLayout(blockSize, groups, Optional.of(new ColumnOrder(sources)));
    }
}
