package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one request asks for. Immutable; start from {@link #DEFAULT}.
 *
 * @param maxNewTokens most tokens of the answer, at least 1; replaces the model's own limit, not its context
 * @param maxLength    most tokens of prompt and answer together, at least 1; lowered to the model's context
 * @param sampling     how tokens are chosen
 * @param stop         strings that end the answer; none of them is part of its text
 * @param cancellation ends the generation from outside, or empty
 * @param adapter      name of the adapter to compute with, or empty for the model as it is
 */
public record GenerationOptions(OptionalInt maxNewTokens, OptionalInt maxLength, Sampling sampling,
        List<String> stop, Optional<Cancellation> cancellation, Optional<String> adapter) {

    /** Everything as the model asks for it. */
    public static final GenerationOptions DEFAULT = new GenerationOptions(OptionalInt.empty(),
            OptionalInt.empty(), Sampling.modelDefaults(), List.of(), Optional.empty(), Optional.empty());

    /**
     * Checks the ranges and copies the list.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public GenerationOptions {
        atLeastOne("max new tokens", maxNewTokens);
        atLeastOne("max length", maxLength);
        stop = List.copyOf(stop);
        if (stop.contains("")) {
            throw new InvalidOptionException("stop: expected strings that are not empty, found an empty one");
        }
    }

    private static void atLeastOne(final String option, final OptionalInt value) {
        if (value.orElse(1) < 1) {
            throw new InvalidOptionException(
                    option + ": expected at least 1, found " + value.orElseThrow());
        }
    }

    /**
     * Limits the answer.
     *
     * @param value most tokens of the answer
     * @return new options
     */
    public GenerationOptions maxNewTokens(final int value) {
        return new GenerationOptions(OptionalInt.of(value), maxLength, sampling, stop, cancellation, adapter);
    }

    /**
     * Limits prompt and answer together.
     *
     * @param value most tokens of both
     * @return new options
     */
    public GenerationOptions maxLength(final int value) {
        return new GenerationOptions(maxNewTokens, OptionalInt.of(value), sampling, stop, cancellation,
                adapter);
    }

    /**
     * Sets how tokens are chosen.
     *
     * @param value the rules
     * @return new options
     */
    public GenerationOptions sampling(final Sampling value) {
        return new GenerationOptions(maxNewTokens, maxLength, value, stop, cancellation, adapter);
    }

    /**
     * Sets the strings that end the answer.
     *
     * @param values strings, none of them empty
     * @return new options
     */
    public GenerationOptions stop(final String... values) {
        return new GenerationOptions(maxNewTokens, maxLength, sampling, List.of(values), cancellation,
                adapter);
    }

    /**
     * Hands over the means to end the generation from outside.
     *
     * @param value to be cancelled from any thread
     * @return new options
     */
    public GenerationOptions cancellation(final Cancellation value) {
        return new GenerationOptions(maxNewTokens, maxLength, sampling, stop, Optional.of(value), adapter);
    }

    /**
     * Sets which adapter is computed with.
     *
     * @param name one of {@link Generator#adapters}
     * @return new options
     */
    public GenerationOptions adapter(final String name) {
        return new GenerationOptions(maxNewTokens, maxLength, sampling, stop, cancellation,
                Optional.of(name));
    }
}
