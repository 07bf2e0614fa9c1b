package dev.ingot.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one generation cost.
 *
 * @param model        name of its directory
 * @param chat         whether it is a turn of a conversation
 * @param adapter      the adapter asked for
 * @param promptTokens tokens of the prompt
 * @param cachedTokens how many of them were in the key-value cache already
 * @param tokens       generated so far, the end-of-sequence token included
 * @param prefill      from the request to the logits after the prompt, or to the end if that came before; waiting for a
 *                     turn included
 * @param decode       from there to the end, or to now
 * @param finishReason why it ended; empty before the end, and when it failed
 * @param error        class of the exception that ended it
 */
public record GenerationReport(String model, boolean chat, Optional<String> adapter, int promptTokens,
        int cachedTokens, int tokens, Duration prefill, Duration decode, Optional<FinishReason> finishReason,
        Optional<String> error) {

    /**
     * Returns the whole time.
     *
     * @return prefill and decode
     */
    public Duration duration() {
        return prefill.plus(decode);
    }

    /**
     * Returns the figures under the names that OpenTelemetry has for generative models.
     *
     * @return measurements, to be recorded as histograms
     */
    public List<Metric> metrics() {
        return GenAiMetrics.of(this);
    }
}
