package dev.ingot.kernel;

import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.Mode;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** In plain loops: weight {@code k} of all blocks in one row, every partial sum in another. */
final class KQuantRowGroup extends KQuantGroup {

    /** What is read again in every trial stays in the nearest caches. */
    private static final int SIZE = 256;

    private final float[][] weights;
    private final boolean repaired;
    private final int top;
    private final float[][] importance;
    private final float[][] levels;
    private final float[][] sumsL;
    private final float[][] sumsL2;
    private final float[][] sumsXl;
    private final float[] inverse;
    private final float[] error;
    private final float[] sumOfImportance;
    private final float[] sumOfWeights;
    private final float[] sumL;
    private final float[] sumL2;
    private final float[] sumXl;
    private final float[] newScale;
    private final float[] newMin;
    private final float[] newError;

    KQuantRowGroup(final BlockFormat format, final Mode mode) {
        super(SIZE);
        final int blocks = SIZE;
        this.repaired = mode == Mode.REPAIRED;
        this.top = (1 << format.bits()) - 1;
        this.weights = new float[format.blockSize()][blocks];
        this.importance = new float[format.blockSize()][blocks];
        this.levels = new float[format.blockSize()][blocks];
        this.sumsL = new float[SUMS][blocks];
        this.sumsL2 = new float[SUMS][blocks];
        this.sumsXl = new float[SUMS][blocks];
        this.inverse = new float[blocks];
        this.error = new float[blocks];
        this.sumOfImportance = new float[blocks];
        this.sumOfWeights = new float[blocks];
        this.sumL = new float[blocks];
        this.sumL2 = new float[blocks];
        this.sumXl = new float[blocks];
        this.newScale = new float[blocks];
        this.newMin = new float[blocks];
        this.newError = new float[blocks];
    }

    @Override
    void load(final float[] evens, final float[] odds, final int first, final int blocks, final int count) {
        for (int k = 0; k < weights.length; k++) {
            System.arraycopy(k % 2 == 0 ? evens : odds, k / 2 * count + first, weights[k], 0, blocks);
        }
    }

    @Override
    void search(final int blocks) {
        System.arraycopy(low, 0, min, 0, blocks);
        Arrays.fill(poison, 0);
        weigh(blocks);
        KQuantRows.inverses(top, high, min, inverse, blocks);
        KQuantRows.poison(inverse, poison, blocks);
        KQuantRows.reciprocals(inverse, scale, blocks);
        round(blocks);
        findError(scale, min, error, blocks);
        for (int trial = 0; trial < KQuantSearch.TRIALS; trial++) {
            KQuantRows.inverses(KQuantSearch.factor(trial, top), high, min, inverse, blocks);
            KQuantRows.poison(inverse, poison, blocks);
            round(blocks);
            fit(blocks);
        }
    }

    private void weigh(final int blocks) {
        sum(k -> KQuantRows.product(weights[k], weights[k], sumsL[k % SUMS], blocks), blocks, sumsL, sumL);
        KQuantRows.roots(sumL, weights.length, newError, blocks);
        for (int k = 0; k < weights.length; k++) {
            KQuantRows.importance(weights[k], newError, importance[k], blocks);
        }
        sum(k -> KQuantRows.add(importance[k], sumsL[k % SUMS], blocks), blocks, sumsL, sumOfImportance);
        sum(k -> KQuantRows.product(importance[k], weights[k], sumsL[k % SUMS], blocks), blocks, sumsL,
                sumOfWeights);
    }

    private void round(final int blocks) {
        for (int k = 0; k < weights.length; k++) {
            KQuantRows.round(weights[k], min, inverse, top, levels[k], blocks);
        }
    }

    private void fit(final int blocks) {
        sum(k -> KQuantRows.products(importance[k], levels[k], weights[k], sumsL[k % SUMS], sumsL2[k % SUMS],
                sumsXl[k % SUMS], blocks), blocks, sumsL, sumL, sumsL2, sumL2, sumsXl, sumXl);
        KQuantRows.solve(sumOfImportance, sumOfWeights, sumL, sumL2, sumXl, newScale, newMin, blocks);
        findError(newScale, newMin, newError, blocks);
        for (int b = 0; b < blocks; b++) {
            if (newError[b] < error[b]
                    && (!repaired || KQuantSearch.containsZero(newScale[b], newMin[b], top))) {
                scale[b] = newScale[b];
                min[b] = newMin[b];
                error[b] = newError[b];
            }
        }
    }

    private void findError(final float[] scales, final float[] mins, final float[] errors, final int blocks) {
        sum(k -> KQuantRows.error(importance[k], levels[k], weights[k], scales, mins, sumsL[k % SUMS],
                blocks),
                blocks, sumsL, errors);
    }

    /**
     * Adds up rows in the order of {@link SumOrder#EIGHT_LANES}.
     *
     * @param add   adds the terms of a row to the partial sums
     * @param sums  partial sums
     * @param total where their total goes
     */
    private void sum(final IntConsumer add, final int blocks, final float[][] sums, final float[] total) {
        for (int from = 0; from < weights.length; from += LONGEST) {
            clear(sums);
            addRows(add, from);
            total(sums, from == 0, total, blocks);
        }
    }

    /** The same for three sums at once. */
    private void sum(final IntConsumer add, final int blocks, final float[][] sums1, final float[] total1,
            final float[][] sums2, final float[] total2, final float[][] sums3, final float[] total3) {
        for (int from = 0; from < weights.length; from += LONGEST) {
            clear(sums1);
            clear(sums2);
            clear(sums3);
            addRows(add, from);
            total(sums1, from == 0, total1, blocks);
            total(sums2, from == 0, total2, blocks);
            total(sums3, from == 0, total3, blocks);
        }
    }

    /** Negative zero is what changes no float that is added to it, zeros included. */
    private static void clear(final float[][] sums) {
        for (final float[] row : sums) {
            Arrays.fill(row, -0f);
        }
    }

    private void addRows(final IntConsumer add, final int from) {
        for (int k = from; k < Math.min(weights.length, from + LONGEST); k++) {
            add.accept(k);
        }
    }

    private static void total(final float[][] sums, final boolean first, final float[] total,
            final int blocks) {
        for (int step = 1; step < SUMS; step *= 2) {
            for (int r = 0; r < SUMS; r += 2 * step) {
                KQuantRows.add(sums[r + step], sums[r], blocks);
            }
        }
        if (first) {
            Arrays.fill(total, -0f);
        }
        KQuantRows.add(sums[0], total, blocks);
    }
}
