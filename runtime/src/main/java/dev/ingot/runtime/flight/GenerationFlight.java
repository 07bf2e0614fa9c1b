package dev.ingot.runtime.flight;

/** The events of a generation: the whole, prefill, and from its end on decode. For one thread at a time. */
public final class GenerationFlight {

    private final GenerationEvent whole = new GenerationEvent();
    private final PrefillEvent prefill = new PrefillEvent();
    private final DecodeEvent decode = new DecodeEvent();

    GenerationFlight(final String model, final int promptTokens) {
        whole.model = model;
        prefill.model = model;
        decode.model = model;
        whole.promptTokens = promptTokens;
        prefill.promptTokens = promptTokens;
        whole.begin();
        prefill.begin();
    }

    /**
     * Ends prefill.
     *
     * @param cachedTokens tokens of the prompt that the key-value cache held already
     */
    public void prefilled(final int cachedTokens) {
        prefill.cachedTokens = cachedTokens;
        prefill.commit();
        decode.begin();
    }

    /**
     * Ends the generation.
     *
     * @param tokens       generated
     * @param finishReason or the class of the exception that ended it
     */
    public void ended(final int tokens, final String finishReason) {
        if (tokens > 0) {
            decode.tokens = tokens;
            decode.commit();
        }
        whole.tokens = tokens;
        whole.finishReason = finishReason;
        whole.commit();
    }
}
