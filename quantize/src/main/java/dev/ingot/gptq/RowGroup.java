package dev.ingot.gptq;

import dev.ingot.quantize.BlockFormat;

/**
 * Some rows on their way through the columns. Inside a run of columns each error is passed on at once; what a run adds to
 * the columns behind it is added when the run is done, in tiles that stay in the cache while all rows pass.
 */
final class RowGroup {

    private static final int RUN = 128;
    private static final int TILE = 512;

    private final BlockFormat format;
    private final Feedback feedback;
    private final ColumnSequence sequence;
    private final int columns;
    private final float[][] weights; // by place, with what the feedback has added so far
    private final float[][] originals; // by column
    private final float[][] errors; // of the run
    private final int[][] codes; // by column
    private final Grid[][] grids; // by block

    RowGroup(final BlockFormat format, final Feedback feedback, final int columns, final int rows) {
        this.format = format;
        this.feedback = feedback;
        this.sequence = feedback.sequence();
        this.columns = columns;
        this.weights = new float[rows][columns];
        this.originals = new float[rows][columns];
        this.errors = new float[rows][RUN];
        this.codes = new int[rows][columns];
        this.grids = new Grid[rows][format.blocksPerRow(columns)];
    }

    void quantize(final float[] floats, final int first, final PackedBlocks target) {
        load(floats);
        for (int start = 0; start < columns; start += RUN) {
            final int end = Math.min(columns, start + RUN);
            for (int row = 0; row < weights.length; row++) {
                round(row, start, end);
            }
            passOn(start, end);
        }
        for (int row = 0; row < weights.length; row++) {
            target.putCodes(first + row, codes[row]);
            for (int block = 0; block < grids[row].length; block++) {
                target.putGrid(first + row, block, grids[row][block]);
            }
        }
    }

    private void load(final float[] floats) {
        for (int row = 0; row < weights.length; row++) {
            System.arraycopy(floats, row * columns, originals[row], 0, columns);
            for (int place = 0; place < columns; place++) {
                weights[row][place] = originals[row][sequence.column(place)];
            }
            if (!sequence.isNatural()) {
                for (int block = 0; block < grids[row].length; block++) {
                    grids[row][block] = grid(originals[row], block);
                }
            }
        }
    }

    private void round(final int row, final int start, final int end) {
        final float[] changed = weights[row];
        for (int place = start; place < end; place++) {
            final int column = sequence.column(place);
            final int block = column / format.blockSize();
            if (sequence.isNatural() && column % format.blockSize() == 0) {
                grids[row][block] = grid(changed, block);
            }
            final Grid grid = grids[row][block];
            final int code = grid.code(changed[place]);
            codes[row][column] = code;
            final float error = originals[row][column] - grid.value(code);
            errors[row][place - start] = error;
            Axpy.add(changed, feedback.shares(place), error, place + 1, end);
        }
    }

    private Grid grid(final float[] values, final int block) {
        final int start = block * format.blockSize();
        float min = values[start];
        float max = min;
        for (int i = start; i < Math.min(columns, start + format.blockSize()); i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        return Grid.of(format, min, max);
    }

    private void passOn(final int start, final int end) {
        for (int tile = end; tile < columns; tile += TILE) {
            for (int row = 0; row < weights.length; row++) {
                Axpy.add(feedback.rows(), start, end, errors[row], weights[row], tile,
                        Math.min(columns, tile + TILE));
            }
        }
    }
}
