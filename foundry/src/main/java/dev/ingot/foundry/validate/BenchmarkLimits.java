package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a benchmark demands. Times are held against the 95th percentile of each length, or the largest value where there are
 * too few requests for it. Immutable; start from {@link #NONE}.
 *
 * @param maxFirstToken      longest time to the first token
 * @param maxResponse        longest time to the end of an answer
 * @param minTokensPerSecond least tokens per second of an answer, by the median of each length
 * @param minRelevance       least mean of the words in common with the expected answers, from 0 to 1; without it every
 *                           answer has to be all that the suite demands of it
 */
public record BenchmarkLimits(Optional<Duration> maxFirstToken, Optional<Duration> maxResponse,
        OptionalDouble minTokensPerSecond, OptionalDouble minRelevance) {

    /** Demands answers, and of those to a suite what the suite demands. */
    public static final BenchmarkLimits NONE = new BenchmarkLimits(Optional.empty(), Optional.empty(),
            OptionalDouble.empty(), OptionalDouble.empty());

    /**
     * Limits the time to the first token.
     *
     * @param value longest time
     * @return new limits
     */
    public BenchmarkLimits maxFirstToken(final Duration value) {
        return new BenchmarkLimits(Optional.of(value), maxResponse, minTokensPerSecond, minRelevance);
    }

    /**
     * Limits the time to the end of an answer.
     *
     * @param value longest time
     * @return new limits
     */
    public BenchmarkLimits maxResponse(final Duration value) {
        return new BenchmarkLimits(maxFirstToken, Optional.of(value), minTokensPerSecond, minRelevance);
    }

    /**
     * Limits the speed of an answer after its first token.
     *
     * @param value least tokens per second
     * @return new limits
     */
    public BenchmarkLimits minTokensPerSecond(final double value) {
        return new BenchmarkLimits(maxFirstToken, maxResponse, OptionalDouble.of(value), minRelevance);
    }

    /**
     * Limits how far answers may be from the expected ones, in place of what the suite demands of each.
     *
     * @param value least mean of the words in common, from 0 to 1
     * @return new limits
     */
    public BenchmarkLimits minRelevance(final double value) {
        return new BenchmarkLimits(maxFirstToken, maxResponse, minTokensPerSecond, OptionalDouble.of(value));
    }
}
