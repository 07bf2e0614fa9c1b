package dev.ingot.decoder;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.ModelConfig;
import dev.ingot.quantize.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Which dimensions of a head are rotated, and in what order the kernel gets them.
 *
 * <p>Dimension j turns together with dimension j + r / 2 where r are rotated. The CPU kernel takes r / 2 in multiples of
 * 8 only. For other numbers dimensions that do not turn are put between, with an angle of zero; attention does not mind
 * the order as long as queries and keys have the same. With r = 24 of 32:
 *
 * <pre>
 *   stored   0..11 | 12..23        | 24..31
 *   kernel   0..11 24..27 | 12..23 28..31      16 pairs, of which 12 turn
 * </pre>
 *
 * @param headSize    dimensions of a head
 * @param rotated     how many of them turn, an even number
 * @param interleaved whether neighbours turn together, instead of those r / 2 apart; then nothing has to be moved
 */
record RotatedDimensions(int headSize, int rotated, boolean interleaved) {

    /** The CPU kernel turns in groups of so many pairs. */
    private static final int PAIRS_PER_GROUP = 8;

    static RotatedDimensions of(final ModelConfig config, final AttentionSpec attention) {
        final int rotated = (int) (config.headSize() * config.rotary().partialFactor());
        final var result = new RotatedDimensions(config.headSize(), rotated, attention.interleaved());
        final boolean possible = rotated >= 2 && rotated % 2 == 0 && 2 * result.pairs() <= config.headSize()
                && config.headSize() % (2 * PAIRS_PER_GROUP) == 0
                && (result.inOrder() || attention.headNorm() == AttentionSpec.HeadNorm.NONE);
        if (!possible) {
            throw new UnsupportedModelException(String.format(Locale.ROOT,
                    "%s: %d of %d dimensions of a head are rotated; supported are even numbers and heads of"
                            + " a multiple of %d; where heads are normed, the rotated part must be one too",
                    config.json().file(), rotated, config.headSize(), 2 * PAIRS_PER_GROUP));
        }
        return result;
    }

    /** Columns of the tables; those beyond the turning pairs are cosine 1 and sine 0. */
    int pairs() {
        return Math.ceilDiv(rotated, 2 * PAIRS_PER_GROUP) * PAIRS_PER_GROUP;
    }

    private boolean inOrder() {
        return interleaved || 2 * pairs() == rotated;
    }

    /** Returns a projection to heads, or a part of it, with the rows of each head in the kernel's order. */
    WeightMatrix ordered(final WeightMatrix projection) {
        if (inOrder()) {
            return projection;
        }
        final var runs = new ArrayList<WeightMatrix>();
        for (int head = 0; head < projection.rows(); head += headSize) {
            for (final Run run : runs()) {
                runs.add(RowRange.of(projection, head + run.first, run.count));
            }
        }
        return StackedMatrix.of(runs);
    }

    /** Returns a value per dimension of one or more heads in the kernel's order. */
    float[] ordered(final float[] values) {
        if (inOrder()) {
            return values;
        }
        final int[] order = runs().stream()
                .flatMapToInt(run -> IntStream.range(run.first, run.first + run.count))
                .toArray();
        final float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i - i % headSize + order[i % headSize]];
        }
        return result;
    }

    /** Consecutive dimensions. */
    private record Run(int first, int count) {}

    private List<Run> runs() {
        final int half = rotated / 2;
        final int filling = pairs() - half;
        final int second = rotated + filling;
        return List.of(new Run(0, half), new Run(rotated, filling), new Run(half, half),
                new Run(second, headSize - second));
    }
}
