package dev.ingot.runtime.sample;

import dev.ingot.error.ModelRunException;
import dev.ingot.kernel.Kernels;
import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Chooses tokens. The order of work: repetition penalty, the k best, soft-max at the temperature, the shortest prefix of
 * the ranking whose mass reaches top-p, a draw. All sums are made in a fixed order and in double precision with {@link
 * StrictMath}, so that logits and seed alone decide. For one thread at a time.
 */
public final class Sampler {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int STRIDE = 512; // logits summed at once where no ranking is needed

    private final SamplingPlan plan;
    private final LogitKernels kernels;
    private final Ranking ranking;
    private final Draws draws;
    private double[] weights = new double[64];

    /**
     * Starts a generation with the kernels of this process.
     *
     * @param plan what to do
     */
    public Sampler(final SamplingPlan plan) {
        this(plan, Kernels.active().logits());
    }

    Sampler(final SamplingPlan plan, final LogitKernels kernels) {
        this.plan = plan;
        this.kernels = kernels;
        ranking = new Ranking(kernels);
        draws = new Draws(plan.seed());
    }

    /**
     * Chooses the next token.
     *
     * @param logits native-order floats of one position; changed by the repetition penalty
     * @param count  how many
     * @param seen   tokens of prompt and answer so far
     * @return its id
     * @throws ModelRunException if no logit is a number
     */
    public int next(final MemorySegment logits, final int count, final SeenTokens seen) {
        if (plan.penalizes()) {
            seen.penalize(logits, count, (float) plan.repetitionPenalty());
        }
        final int best = kernels.argMax(logits, count);
        if (best < 0) {
            throw new ModelRunException("the model's logits are not numbers (NaN); its weights or the"
                    + " arithmetic of this machine are broken");
        }
        final float max = logits.get(FLOAT, (long) best * Float.BYTES);
        return plan.greedy() || Float.isInfinite(max) ? best : draw(logits, count, max);
    }

    private int draw(final MemorySegment logits, final int count, final float max) {
        if (plan.topK() > 0 && plan.topK() < count) {
            ranking.best(logits, count, max, plan.topK());
            return fromRanking(Math.min(plan.topK(), ranking.size()), logits, max, -1);
        }
        return plan.topP() < 1 ? nucleus(logits, count, max) : plain(logits, count, max);
    }

    /** Draws from the whole vocabulary, cut at top-p: ranks no more of it than the mass needs. */
    private int nucleus(final MemorySegment logits, final int count, final float max) {
        final double total = kernels.sumExp(logits, count, max, (float) (1 / plan.temperature()));
        float distance = (float) Math.max(Float.MIN_NORMAL, 8 * plan.temperature());
        while (ranking.within(logits, count, max, distance) < count && distance < Float.MAX_VALUE
                && weigh(ranking.size(), logits, max) < plan.topP() * total) {
            distance = Ranking.widen(distance);
        }
        return fromRanking(ranking.size(), logits, max, total);
    }

    /**
     * Draws from the best of the ranking.
     *
     * @param candidates how many of them count
     * @param total      mass of which top-p is a part, or negative for that of the candidates
     */
    private int fromRanking(final int candidates, final MemorySegment logits, final float max,
            final double total) {
        final double mass = weigh(candidates, logits, max);
        final double wanted = plan.topP() * (total < 0 ? mass : total);
        double kept = 0;
        int size = 0;
        while (size < candidates && (size == 0 || kept < wanted)) {
            kept += weights[size++];
        }
        double left = draws.next() * kept;
        int place = 0;
        while (place < size - 1 && left >= weights[place]) {
            left -= weights[place++];
        }
        return ranking.id(place);
    }

    private double weigh(final int candidates, final MemorySegment logits, final float max) {
        if (weights.length < candidates) {
            weights = new double[candidates + candidates / 2];
        }
        double mass = 0;
        for (int i = 0; i < candidates; i++) {
            final double below = (double) logits.get(FLOAT, (long) ranking.id(i) * Float.BYTES) - max;
            weights[i] = StrictMath.exp(below / plan.temperature());
            mass += weights[i];
        }
        return mass;
    }

    /** Draws from the whole vocabulary, in the order of ids. */
    private int plain(final MemorySegment logits, final int count, final float max) {
        double total = 0;
        for (int from = 0; from < count; from += STRIDE) {
            total += sum(logits, from, Math.min(STRIDE, count - from), max);
        }
        double left = draws.next() * total;
        int from = 0;
        double stride = sum(logits, from, Math.min(STRIDE, count), max);
        while (left >= stride && from + STRIDE < count) {
            left -= stride;
            from += STRIDE;
            stride = sum(logits, from, Math.min(STRIDE, count - from), max);
        }
        return within(logits, from, Math.min(STRIDE, count - from), max, left);
    }

    private int within(final MemorySegment logits, final int from, final int length, final float max,
            final double wanted) {
        double left = wanted;
        int last = kernels.argMax(logits, from + length); // stands in should all of this stride be impossible
        for (int id = from; id < from + length; id++) {
            final double weight = sum(logits, id, 1, max);
            if (weight > 0) {
                last = id;
                if (left < weight) {
                    return id;
                }
                left -= weight;
            }
        }
        return last;
    }

    private double sum(final MemorySegment logits, final int from, final int length, final float max) {
        final var slice = logits.asSlice((long) from * Float.BYTES, (long) length * Float.BYTES);
        return kernels.sumExp(slice, length, max, (float) (1 / plan.temperature()));
    }
}
