package dev.ingot.foundry.service.openai.answer;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.PendingAnswer;
import dev.ingot.runtime.Sampling;

/** Prepares answers; what a generator refuses names the parameter of the request. */
public final class Preparation {

    private static final int REFUSED = 400;

    private Preparation() {}

    /**
     * Prepares an answer.
     *
     * @param session   the conversation
     * @param generator that answers
     * @param param     where the conversation stands in the request
     * @return the answer to be made
     * @throws HttpFailure with status 400 if the conversation leaves no room for an answer
     */
    public static PendingAnswer of(final ChatSession session, final Generator generator, final String param) {
        try {
            return session.prepare();
        } catch (InvalidOptionException e) {
            final int tokens = session.countTokens();
            throw tokens < generator.contextLength()
                    ? e
                    : HttpFailure.of(REFUSED, param + ": at least " + tokens + " tokens; the model holds "
                            + generator.contextLength() + ", its answer included", param,
                            "context_length_exceeded");
        }
    }

    /**
     * Refuses bias for tokens that the model does not have.
     *
     * @param sampling  of the request
     * @param generator that answers
     * @throws HttpFailure with status 400 for an id outside the vocabulary
     */
    public static void checkBias(final Sampling sampling, final Generator generator) {
        sampling.logitBias().keySet().forEach(id -> checkToken(id, generator, "logit_bias"));
    }

    /**
     * Refuses a token that the model does not have.
     *
     * @param id        of the token
     * @param generator that answers
     * @param param     where it stands in the request
     * @throws HttpFailure with status 400 for an id outside the vocabulary
     */
    public static void checkToken(final int id, final Generator generator, final String param) {
        if (id >= generator.vocabularySize()) {
            throw HttpFailure.of(REFUSED, param + ": expected token ids from 0 to "
                    + (generator.vocabularySize() - 1) + ", found " + id, param, "invalid_value");
        }
    }
}
