package dev.ingot.foundry.service.openai.answer;

import dev.ingot.runtime.Cancellation;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.Logprobs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** How probable each token of a text was to the model, given those before it. */
public final class PromptLogprobs {

    private final Generator generator;
    private final int top;
    private final Cancellation cancellation;

    /**
     * Prepares.
     *
     * @param generator    whose model is asked
     * @param top          how many of the most probable tokens are listed, 0 or more
     * @param cancellation ends the computing
     */
    public PromptLogprobs(final Generator generator, final int top, final Cancellation cancellation) {
        this.generator = generator;
        this.top = top;
        this.cancellation = cancellation;
    }

    /**
     * Computes log-probabilities with what belongs to them in an answer.
     *
     * @param prompt ids of the text, at least one
     * @param texts  of tokens
     * @return of all tokens, the first one without any
     * @throws dev.ingot.error.CancelledException if it was cancelled
     */
    public TextLogprobs text(final int[] prompt, final LogprobText texts) {
        final List<Logprobs> found = of(prompt);
        final var text = new TextLogprobs(texts);
        text.addFirst(prompt[0]);
        int offset = texts.text(prompt[0]).length();
        for (int i = 1; i < prompt.length; i++) {
            text.add(prompt[i], found.get(i - 1), offset);
            offset += texts.text(prompt[i]).length();
        }
        return text;
    }

    /**
     * Computes log-probabilities.
     *
     * @param tokens ids of the text, at least one
     * @return of the tokens but the first, in order
     * @throws dev.ingot.error.CancelledException if it was cancelled
     */
    public List<Logprobs> of(final int[] tokens) {
        final var result = new ArrayList<Logprobs>(tokens.length);
        generator.logits(tokens, cancellation, (position, row) -> {
            if (position + 1 < tokens.length) {
                result.add(one(row, tokens[position + 1]));
            }
        });
        return result;
    }

    private Logprobs one(final float[] row, final int chosen) {
        float most = Float.NEGATIVE_INFINITY;
        for (final float it : row) {
            most = Math.max(most, it);
        }
        double sum = 0;
        for (final float it : row) {
            sum += Math.exp((double) it - most);
        }
        final double mass = most + Math.log(sum);
        return new Logprobs(row[chosen] - mass,
                best(row).stream().map(id -> new Logprobs.Candidate(id, row[id] - mass)).toList());
    }

    /** The ids of the largest, best first; of equal ones the lower ids. */
    private List<Integer> best(final float[] row) {
        final Comparator<Integer> worse = Comparator.<Integer>comparingDouble(id -> row[id])
                .thenComparing(Comparator.reverseOrder());
        final var kept = new PriorityQueue<>(worse);
        for (int id = 0; top > 0 && id < row.length; id++) {
            if (kept.size() < top || row[id] > row[kept.element()]) {
                kept.add(id);
                if (kept.size() > top) {
                    kept.remove();
                }
            }
        }
        return kept.stream().sorted(worse.reversed()).toList();
    }
}
