package dev.ingot.runtime.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one generation changes its logits before it chooses. The order: bias, repetition penalty, frequency and presence
 * penalties, runs of tokens that must not come again, end tokens that must not come yet.
 *
 * @param bias          added, by token id; empty is off
 * @param repetition    penalty of the tokens of prompt and answer; 1 is off
 * @param frequency     penalty of each time that the answer holds a token; 0 is off
 * @param presence      penalty of the tokens that the answer holds; 0 is off
 * @param noRepeatNgram length of the runs that must not come again; 0 is off
 * @param leastTokens   of the answer; 0 is off
 * @param endTokens     that must not come before
 */
public record LogitPlan(Map<Integer, Double> bias, double repetition, double frequency, double presence,
        int noRepeatNgram, int leastTokens, Set<Integer> endTokens) {

    /** Changes nothing. */
    public static final LogitPlan NONE = new LogitPlan(Map.of(), 1, 0, 0, 0, 0, Set.of());

    /** Copies the collections. */
    public LogitPlan {
        bias = Map.copyOf(bias);
        endTokens = Set.copyOf(endTokens);
    }

    /** Returns the changes in their order, fresh for one generation; those that are off are not among them. */
    List<LogitChange> changes() {
        final var result = new ArrayList<LogitChange>();
        if (!bias.isEmpty()) {
            result.add(new LogitBias(bias));
        }
        if (repetition != 1) {
            result.add(new RepetitionPenalty(repetition));
        }
        if (frequency != 0 || presence != 0) {
            result.add(new AnswerPenalties(frequency, presence));
        }
        if (noRepeatNgram > 0) {
            result.add(new NoRepeatNgram(noRepeatNgram));
        }
        if (leastTokens > 0) {
            result.add(new LeastLength(leastTokens, endTokens));
        }
        return result;
    }

    /**
     * Sets how long the answer is at least.
     *
     * @param tokens of the answer
     * @param ends   ids that must not come before
     * @return new plan
     */
    public LogitPlan least(final int tokens, final Set<Integer> ends) {
        return new LogitPlan(bias, repetition, frequency, presence, noRepeatNgram, tokens, ends);
    }
}
