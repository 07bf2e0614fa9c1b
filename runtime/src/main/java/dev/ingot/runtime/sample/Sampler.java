package dev.ingot.runtime.sample;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.ModelRunException;
import dev.ingot.kernel.Kernels;
import dev.ingot.kernel.LogitKernels;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Chooses tokens. The order of work: the changes of {@link LogitPlan}; the k best; soft-max at the temperature; the
 * shortest prefix of the ranking whose mass reaches top-p; those of at least min-p of the best one's probability; the most
 * typical ones; a draw. All sums are made in a fixed order and with {@link StrictMath}, so that logits and seed alone
 * decide. For one thread at a time.
 */
public final class Sampler {

    /** As much of the mass as is looked at where nothing but typical-p cuts: the sums are no more exact. */
    private static final double NEARLY_ALL = 1 - 1e-5;

    private final SamplingPlan plan;
    private final List<LogitChange> changes;
    private final Peaks peaks;
    private final Candidates candidates;
    private final Nucleus nucleus;
    private final WholeVocabulary whole;
    private final Draws draws;

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
        changes = plan.changes().changes();
        peaks = new Peaks(kernels);
        final var ranking = new Ranking(kernels, peaks);
        candidates = new Candidates(ranking, peaks, plan.temperature());
        nucleus = new Nucleus(ranking, peaks, plan.temperature());
        whole = new WholeVocabulary(peaks, plan.temperature());
        draws = new Draws(plan.seed());
    }

    /**
     * Takes note of the prompt, once, before anything is chosen.
     *
     * @param tokens the prompt and possibly room behind it
     * @param length of the prompt
     */
    public void begin(final int[] tokens, final int length) {
        changes.forEach(change -> change.begin(tokens, length));
    }

    /**
     * Takes note of a token of the answer.
     *
     * @param id its id
     */
    public void accept(final int id) {
        changes.forEach(change -> change.accept(id));
    }

    /**
     * Chooses the next token.
     *
     * @param logits native-order floats of one position; changed as the plan says
     * @param count  how many
     * @return its id
     * @throws ModelRunException      if no logit is a number
     * @throws InvalidOptionException if the plan leaves no token possible
     */
    public int next(final MemorySegment logits, final int count) {
        changes.forEach(change -> change.apply(logits, count));
        if (plan.weighsAll(count)) {
            peaks.weigh(logits, count, plan.temperature());
        } else {
            peaks.scan(logits, count);
        }
        final int best = peaks.argMax(logits, count);
        if (best < 0) {
            throw new ModelRunException("the model's logits are not numbers (NaN); its weights or the"
                    + " arithmetic of this machine are broken");
        }
        if (peaks.max() == Float.NEGATIVE_INFINITY) {
            throw new InvalidOptionException("no token is possible any more: logit bias, no-repeat n-gram,"
                    + " least length and constraints together forbid all of them; relax one");
        }
        return plan.greedy() || Float.isInfinite(peaks.max()) ? best : draw(logits, count, best);
    }

    private int draw(final MemorySegment logits, final int count, final int best) {
        if (plan.weighsAll(count) && plan.topP() >= 1 && plan.typicalP() >= 1) {
            return whole.draw(logits, count, best, draws.next());
        }
        if (plan.cutsByMassAlone(count) && !candidates.few(logits, count, plan.topP() * peaks.weight())) {
            return nucleus.draw(logits, count, plan.topP(), draws.next());
        }
        candidates.cutAtMass(begin(logits, count));
        candidates.cutAtWeight(plan.minP());
        if (plan.typicalP() < 1) {
            candidates.cutToTypical(plan.typicalP());
        }
        return candidates.draw(draws.next());
    }

    /** Ranks as many candidates as are needed, unless that is done, and returns the mass to cut them at. */
    private double begin(final MemorySegment logits, final int count) {
        if (plan.topK() > 0 && plan.topK() < count) {
            candidates.best(logits, count, plan.topK());
            return plan.topP() < 1 ? plan.topP() * candidates.mass() : Double.MAX_VALUE;
        }
        final double wanted = plan.topP() < 1 ? plan.topP() * peaks.weight() : Double.MAX_VALUE;
        if (plan.minP() > 0) {
            // A little further than needed: the cut itself decides.
            candidates.within(logits, count, StrictMath.log(plan.minP()) - 1e-3);
        } else if (!plan.cutsByMassAlone(count)) {
            candidates.reaching(logits, count, Math.min(wanted, NEARLY_ALL * peaks.weight()));
        }
        return wanted;
    }
}
