package dev.ingot.runtime;

import dev.ingot.constrain.Constraint;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.engine.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one request asks for. Immutable; start from {@link #DEFAULT}.
 *
 * @param maxNewTokens most tokens of the answer, at least 1; replaces the model's own limit, not its context
 * @param maxLength    most tokens of prompt and answer together, at least 1; lowered to the model's context
 * @param minNewTokens least tokens of the answer, at most {@code maxNewTokens}: end tokens do not come before; a stop
 *                     string, a constraint that allows nothing more, the limits or the caller may still end it
 * @param sampling     how tokens are chosen
 * @param stop         strings that end the answer; none of them is part of its text
 * @param logprobs     asks for {@link Logprobs} with so many of the most probable tokens, 0 or more; empty for none
 * @param cancellation ends the generation from outside, or empty
 * @param adapter      name of the adapter to compute with, or empty for the model as it is
 * @param constraint   what the answer must look like, or empty for anything
 * @param speculation  how tokens are guessed ahead, or empty to compute them one by one
 * @param deadline     how long the request may take, from the moment it is made, waiting included; what there is then is
 *                     the answer; empty for no limit
 */
public record GenerationOptions(OptionalInt maxNewTokens, OptionalInt maxLength,
        OptionalInt minNewTokens, Sampling sampling, List<String> stop, OptionalInt logprobs,
        Optional<Cancellation> cancellation, Optional<String> adapter,
        Optional<Constraint> constraint, Optional<Speculation> speculation,
        Optional<Duration> deadline) {

    /** Everything as the model asks for it. */
    public static final GenerationOptions DEFAULT = new GenerationOptions(OptionalInt.empty(),
            OptionalInt.empty(), OptionalInt.empty(), Sampling.modelDefaults(), List.of(),
            OptionalInt.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Checks the ranges and copies the list.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public GenerationOptions {
        atLeastOne("max new tokens", maxNewTokens);
        atLeastOne("max length", maxLength);
        Ranges.check(minNewTokens.orElse(0) >= 0, "min new tokens", "0 or more", minNewTokens.orElse(0));
        if (minNewTokens.orElse(0) > maxNewTokens.orElse(Integer.MAX_VALUE)) {
            throw new InvalidOptionException("min new tokens: expected at most max new tokens, "
                    + maxNewTokens.orElseThrow() + ", found " + minNewTokens.orElseThrow());
        }
        Ranges.check(logprobs.orElse(0) >= 0, "logprobs", "0 or more", logprobs.orElse(0));
        Ranges.check(deadline.map(Duration::isPositive).orElse(true), "deadline", "more than no time",
                deadline.orElse(Duration.ZERO));
        stop = List.copyOf(stop);
        if (stop.contains("")) {
            throw new InvalidOptionException("stop: expected strings that are not empty, found an empty one");
        }
    }

    private static void atLeastOne(final String option, final OptionalInt value) {
        Ranges.check(value.orElse(1) >= 1, option, "at least 1", value.orElse(1));
    }

    /**
     * Limits the answer.
     *
     * @param value most tokens of the answer
     * @return new options
     */
    public GenerationOptions maxNewTokens(final int value) {
        return new GenerationOptions(OptionalInt.of(value), maxLength, minNewTokens, sampling, stop, logprobs,
                cancellation, adapter, constraint, speculation, deadline);
    }

    /**
     * Limits prompt and answer together.
     *
     * @param value most tokens of both
     * @return new options
     */
    public GenerationOptions maxLength(final int value) {
        return new GenerationOptions(maxNewTokens, OptionalInt.of(value), minNewTokens, sampling, stop,
                logprobs, cancellation, adapter, constraint, speculation, deadline);
    }

    /**
     * Sets how long the answer is at least.
     *
     * @param value tokens that come before an end token may; 0 is off
     * @return new options
     */
    public GenerationOptions minNewTokens(final int value) {
        return new GenerationOptions(maxNewTokens, maxLength, OptionalInt.of(value), sampling, stop, logprobs,
                cancellation, adapter, constraint, speculation, deadline);
    }

    /**
     * Sets how tokens are chosen.
     *
     * @param value the rules
     * @return new options
     */
    public GenerationOptions sampling(final Sampling value) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, value, stop, logprobs,
                cancellation, adapter, constraint, speculation, deadline);
    }

    /**
     * Sets the strings that end the answer.
     *
     * @param values strings, none of them empty
     * @return new options
     */
    public GenerationOptions stop(final String... values) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, sampling, List.of(values),
                logprobs, cancellation, adapter, constraint, speculation, deadline);
    }

    /**
     * Asks for the log-probabilities of the answer's tokens.
     *
     * @param top how many of the most probable tokens are listed for each, 0 or more
     * @return new options
     */
    public GenerationOptions logprobs(final int top) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, sampling, stop,
                OptionalInt.of(top), cancellation, adapter, constraint, speculation, deadline);
    }

    /**
     * Hands over the means to end the generation from outside.
     *
     * @param value to be cancelled from any thread
     * @return new options
     */
    public GenerationOptions cancellation(final Cancellation value) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, sampling, stop, logprobs,
                Optional.of(value), adapter, constraint, speculation, deadline);
    }

    /**
     * Sets which adapter is computed with.
     *
     * @param name one of {@link Generator#adapters}
     * @return new options
     */
    public GenerationOptions adapter(final String name) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, sampling, stop, logprobs,
                cancellation, Optional.of(name), constraint, speculation, deadline);
    }

    /**
     * Sets what the answer must look like: whatever the model would rather say, nothing else comes out.
     *
     * @param value for example {@code Constraint.jsonSchema(text)}
     * @return new options
     */
    public GenerationOptions constraint(final Constraint value) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, sampling, stop, logprobs,
                cancellation, adapter, Optional.of(value), speculation, deadline);
    }

    /**
     * Has tokens guessed ahead.
     *
     * @param value for example {@code Speculation.promptLookup()}
     * @return new options
     */
    public GenerationOptions speculation(final Speculation value) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, sampling, stop, logprobs,
                cancellation, adapter, constraint, Optional.of(value), deadline);
    }

    /**
     * Ends the generation after some time, with {@link FinishReason#DEADLINE} and the text so far. The time begins when the
     * request is made, not when it gets its turn; reading a prompt is cut short, too.
     *
     * @param value how long the request may take
     * @return new options
     */
    public GenerationOptions deadline(final Duration value) {
        return new GenerationOptions(maxNewTokens, maxLength, minNewTokens, sampling, stop, logprobs,
                cancellation, adapter, constraint, speculation, Optional.of(value));
    }

    /** Begins a request: its time runs from now on. */
    Deadline begin() {
        return deadline.map(Deadline::after).orElse(Deadline.NEVER);
    }
}
