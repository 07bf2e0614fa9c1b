package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.engine.Deadline;
import dev.ingot.runtime.sample.Continuations;
import dev.ingot.runtime.sample.LogitPlan;
import dev.ingot.runtime.sample.SamplingPlan;
import java.util.Optional;

/**
 * What all beams of one search go by.
 *
 * @param model   what is searched
 * @param options of the request
 * @param beams   how wide the search is
 * @param limit   tokens of prompt and answer together
 * @param plan    changes of logits
 * @param turn    what is special about a turn of a conversation
 * @param deadline of the request
 */
record BeamRules(LoadedModel model, GenerationOptions options, BeamOptions beams, int limit, LogitPlan plan,
        Optional<TurnRules> turn, Deadline deadline) {

    static BeamRules of(final LoadedModel model, final int[] prompt, final GenerationOptions options,
            final BeamOptions beams, final Optional<TurnRules> turn, final Deadline deadline) {
        check(options);
        final int sequences = model.engine().sequences();
        if (beams.beams() > sequences) {
            throw new InvalidOptionException(
                    "beams: expected at most " + sequences + ", the sequences that this"
                            + " generator may hold, found " + beams.beams() + "; open it with more"
                            + " (GeneratorOptions.sequences)");
        }
        final int limit = model.rules().limit(prompt.length, options);
        model.requireKnown(prompt);
        final SamplingPlan plan = model.plan(prompt.length, limit, options);
        final var rules = new BeamRules(model, options, beams, limit, plan.changes(), turn,
                deadline);
        rules.guide(); // compiles the constraint before anything is computed
        return rules;
    }

    private static void check(final GenerationOptions options) {
        final Sampling sampling = options.sampling();
        refuse(sampling.temperature().orElse(0) > 0 || sampling.topK().orElse(1) > 1
                || sampling.topP().orElse(1) < 1 || sampling.minP().orElse(0) > 0
                || sampling.typicalP().orElse(1) < 1, "sampling, which draws one answer");
        refuse(!options.stop().isEmpty(), "stop strings");
        refuse(options.logprobs().isPresent(), "log-probabilities of tokens; answers have a score");
        refuse(options.speculation().isPresent(), "speculation");
    }

    private static void refuse(final boolean asked, final String what) {
        if (asked) {
            throw new InvalidOptionException(
                    "beams: expected a request without " + what + "; leave one of the two out");
        }
    }

    Continuations continuations() {
        return new Continuations(plan, 2 * beams.beams());
    }

    Guide guide() {
        return new Guide(model, options, turn, deadline);
    }

    /** Makes answers of different lengths comparable; the end token counts. */
    double score(final double sum, final int tokens) {
        return sum / Math.pow(tokens, beams.lengthPenalty());
    }
}
