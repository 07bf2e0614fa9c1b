package dev.ingot.foundry.service.openai.answer;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.foundry.service.http.Call;
import dev.ingot.foundry.service.http.HttpFailure;
import dev.ingot.runtime.ChatSession;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.PendingAnswer;
import dev.ingot.runtime.Sampling;

/** Prepares answers; what a generator refuses names the parameter of the request. */
public final class Preparation {

    private static final int REFUSED = 400;
    private static final String TOO_LONG = "context_length_exceeded";

    private Preparation() {}

    /**
     * Prepares an answer.
     *
     * @param call      that asks for it
     * @param session   the conversation
     * @param generator that answers
     * @param param     where the conversation stands in the request
     * @param options   of the answer
     * @return the answer to be made
     * @throws HttpFailure with status 400 if the conversation leaves no room for an answer; if the call was interrupted, as
     *                     it says
     */
    public static PendingAnswer of(final Call call, final ChatSession session, final Generator generator,
            final String param, final GenerationOptions options) {
        if (call.cancellation().isCancelled()) {
            throw call.interruption();
        }
        try {
            return session.options(options).prepare();
        } catch (InvalidOptionException e) {
            throw noRoom(session.countTokens(), generator, param, options, String.valueOf(e.getMessage()));
        }
    }

    private static HttpFailure noRoom(final int tokens, final Generator generator, final String param,
            final GenerationOptions options, final String reason) {
        if (tokens >= generator.contextLength()) {
            return HttpFailure.of(REFUSED, param + ": at least " + tokens + " tokens; the model holds "
                    + generator.contextLength() + ", its answer included", param, TOO_LONG);
        }
        return options.minNewTokens().isPresent()
                ? HttpFailure.of(REFUSED, "min_tokens: " + reason, "min_tokens", "invalid_value")
                : HttpFailure.of(REFUSED, param + ": " + reason, param, TOO_LONG);
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
