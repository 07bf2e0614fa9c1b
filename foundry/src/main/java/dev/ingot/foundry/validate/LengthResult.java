package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.List;

/**
 * What requests with prompts of one length took.
 *
 * @param promptTokens    of each prompt
 * @param requests        how many were made
 * @param failures        what went wrong, one sentence for each request that has no answer; such requests are in no figure
 *                        below but {@code time}
 * @param response        milliseconds from a request to the end of its answer
 * @param firstToken      milliseconds from a request to its first token
 * @param tokensPerSecond of an answer after its first token
 * @param tokens          of all answers together
 * @param time            that all requests took together
 * @param processor       processor time of the process meanwhile
 */
public record LengthResult(int promptTokens, int requests, List<String> failures, Distribution response,
        Distribution firstToken, Distribution tokensPerSecond, long tokens, Duration time,
        Duration processor) {

    /** Copies the list. */
    public LengthResult {
        failures = List.copyOf(failures);
    }

    /**
     * Returns what all users together got.
     *
     * @return tokens of answers per second, prompts being read meanwhile
     */
    public double throughput() {
        return time.isPositive() ? tokens / (time.toNanos() / 1e9) : 0;
    }

    /**
     * Returns how many processors were busy.
     *
     * @return processor time by time: 1 for one busy processor
     */
    public double busyProcessors() {
        return time.isPositive() ? (double) processor.toNanos() / time.toNanos() : 0;
    }
}
