package dev.ingot.runtime;

import dev.ingot.chat.PromptTemplate;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.genai.GenaiConfig;
import dev.ingot.runtime.engine.Engine;
import dev.ingot.runtime.engine.Sequence;
import dev.ingot.runtime.sample.SamplingPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What generations of one model share.
 *
 * @param directory of the model
 * @param config    its genai_config.json
 * @param template  what its registration says, for a model without a chat template
 * @param rules     of its requests
 * @param resources to compute with; closed with the model
 * @param endTokens ids that end an answer
 * @param constraints of answers
 * @param loadTime  how long opening it took
 * @param watch     whom to tell of generations
 * @param sharesPrefixes whether plain generations begin with what other texts hold
 */
record LoadedModel(Path directory, GenaiConfig config, Optional<PromptTemplate> template, RequestRules rules,
        ModelResources resources, Set<Integer> endTokens, Constraints constraints,
        Duration loadTime, ModelWatch watch, boolean sharesPrefixes) {

    /** Returns what computes. */
    Engine engine() {
        return resources.engine();
    }

    /** Returns the owner of a text that is not continued. What it leaves behind is kept only where others may begin with it. */
    long onlyOnce() {
        return sharesPrefixes ? engine().owner() : Sequence.NOBODY;
    }

    /** Returns the adapters that can be switched. */
    Adapters adapters() {
        return resources.adapters();
    }

    /** Returns the tokenizer of its text. */
    Tokenizer tokenizer() {
        return resources.tokenizer();
    }

    /** Returns how tokens are chosen, after a prompt of this length, in an answer within a limit. */
    SamplingPlan plan(final int promptLength, final int limit, final GenerationOptions options) {
        final SamplingPlan plan = rules.plan(options.sampling());
        for (final int id : plan.changes().bias().keySet()) {
            Ranges.check(id < engine().vocabulary(), "logit bias",
                    "ids from 0 to " + (engine().vocabulary() - 1), id);
        }
        return plan.changes(plan.changes().least(rules.least(promptLength, limit, options), endTokens));
    }

    /** Refuses ids that the model does not know. */
    void requireKnown(final int[] tokens) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= engine().vocabulary()) {
                throw new InvalidOptionException("token " + i + " of the prompt: expected an id from 0 to "
                        + (engine().vocabulary() - 1) + ", found " + tokens[i]);
            }
        }
    }
}
