package dev.ingot.runtime;

import java.util.List;

/**
 * How probable a token was to the model: natural logarithms of the soft-max of its logits as they came out of the graph,
 * before penalties, bias, constraints, temperature or any cut.
 *
 * @param chosen of the token that was chosen
 * @param top    the most probable tokens, best first, as many as were asked for; the chosen one need not be among them
 */
public record Logprobs(double chosen, List<Candidate> top) {

    /**
     * One of the most probable tokens.
     *
     * @param id      its id
     * @param logprob its log-probability
     */
    public record Candidate(int id, double logprob) {}

    /** Copies the list. */
    public Logprobs {
        top = List.copyOf(top);
    }
}
