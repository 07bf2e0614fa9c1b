package dev.ingot.quality;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.QualityException;
import dev.ingot.error.QualityException.Breach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a variant must keep to. Immutable; start from {@link #NONE}.
 *
 * @param maxPerplexityIncrease largest part by which the perplexity may rise above the float model's: 0.01 for 1 %
 * @param minAgreement          least part of the positions with the same most likely token, 0 to 1
 * @param maxDivergence         largest mean Kullback-Leibler divergence, in nats per token
 * @param maxBytes              most bytes of all files
 */
public record QualityLimits(OptionalDouble maxPerplexityIncrease, OptionalDouble minAgreement,
        OptionalDouble maxDivergence, OptionalLong maxBytes) {

    /** No limits. */
    public static final QualityLimits NONE = new QualityLimits(OptionalDouble.empty(), OptionalDouble.empty(),
            OptionalDouble.empty(), OptionalLong.empty());

    /**
     * Checks the ranges.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public QualityLimits {
        require(!(maxPerplexityIncrease.orElse(0) < -1), "maximum perplexity increase: expected above -1",
                maxPerplexityIncrease);
        require(minAgreement.orElse(0) >= 0 && minAgreement.orElse(0) <= 1,
                "minimum agreement: expected 0 to 1", minAgreement);
        require(maxDivergence.orElse(0) >= 0, "maximum divergence: expected 0 or more", maxDivergence);
        if (maxBytes.orElse(1) < 1) {
            throw new InvalidOptionException(
                    "maximum size: expected at least 1 byte, found " + maxBytes.getAsLong());
        }
    }

    private static void require(final boolean holds, final String expectation, final OptionalDouble found) {
        if (!holds || Double.isNaN(found.orElse(0))) {
            throw new InvalidOptionException(expectation + ", found " + found.orElseThrow());
        }
    }

    /**
     * Limits the perplexity.
     *
     * @param part by which it may be larger than the float model's: 0.01 for 1 %
     * @return new limits
     */
    public QualityLimits maxPerplexityIncrease(final double part) {
        return new QualityLimits(OptionalDouble.of(part), minAgreement, maxDivergence, maxBytes);
    }

    /**
     * Demands agreement on the most likely token.
     *
     * @param part of the positions, 0 to 1
     * @return new limits
     */
    public QualityLimits minAgreement(final double part) {
        return new QualityLimits(maxPerplexityIncrease, OptionalDouble.of(part), maxDivergence, maxBytes);
    }

    /**
     * Limits the divergence.
     *
     * @param nats per token
     * @return new limits
     */
    public QualityLimits maxDivergence(final double nats) {
        return new QualityLimits(maxPerplexityIncrease, minAgreement, OptionalDouble.of(nats), maxBytes);
    }

    /**
     * Limits the size.
     *
     * @param bytes of all files
     * @return new limits
     */
    public QualityLimits maxBytes(final long bytes) {
        return new QualityLimits(maxPerplexityIncrease, minAgreement, maxDivergence, OptionalLong.of(bytes));
    }

    /**
     * Tells whether a text is needed to check them.
     *
     * @return false if only the size is limited, or nothing
     */
    public boolean needText() {
        return maxPerplexityIncrease.isPresent() || minAgreement.isPresent() || maxDivergence.isPresent();
    }

    /** Returns the limit of the size alone. */
    QualityLimits ofSize() {
        return new QualityLimits(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(),
                maxBytes);
    }

    /**
     * Checks a variant.
     *
     * @param variant what was measured
     * @throws QualityException       if it passes a limit; names all that it passes
     * @throws InvalidOptionException if a limit needs a text and the variant was measured without one
     */
    public void check(final VariantQuality variant) {
        check(variant.name(), variant.bytes(), variant.score());
    }

    void check(final String name, final long bytes, final Optional<TextScore> score) {
        if (needText() && score.isEmpty()) {
            throw new InvalidOptionException("limits of perplexity, agreement and divergence:"
                    + " expected a text to measure them on, found none");
        }
        final var breaches = new ArrayList<Breach>();
        maxBytes.ifPresent(limit -> addIf(bytes > limit, breaches,
                new Breach("size in bytes", bytes, limit, false)));
        score.ifPresent(found -> breaches.addAll(breaches(found)));
        if (!breaches.isEmpty()) {
            throw new QualityException(name, breaches);
        }
    }

    /** A figure that is not a number keeps to no limit. */
    private List<Breach> breaches(final TextScore score) {
        final var breaches = new ArrayList<Breach>();
        maxPerplexityIncrease.ifPresent(limit -> addIf(!(score.increase() <= limit), breaches,
                new Breach("perplexity increase in percent", score.increase() * 100, limit * 100, false)));
        minAgreement.ifPresent(limit -> addIf(!(score.agreement() >= limit), breaches,
                new Breach("top-1 agreement", score.agreement(), limit, true)));
        maxDivergence.ifPresent(limit -> addIf(!(score.divergence() <= limit), breaches,
                new Breach("KL divergence per token", score.divergence(), limit, false)));
        return breaches;
    }

    private static void addIf(final boolean passed, final List<Breach> breaches, final Breach breach) {
        if (passed) {
            breaches.add(breach);
        }
    }
}
