package dev.ingot.foundry.validate;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.quality.QualityListener;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The steps that a {@link Benchmark} and a {@link Validator} have in common. Every step returns a new object and does nothing
 * yet; {@link #run()} does the work. Immutable and thread-safe.
 *
 * @param <S> what a step returns
 * @param <R> what comes out
 */
public abstract sealed class Measurement<S extends Measurement<S, R>, R extends RunReport>
        permits Benchmark, Validator {

    private final RunSettings settings;

    Measurement(final RunSettings settings) {
        this.settings = settings;
    }

    /** Returns the same measurement with other settings. */
    abstract S changed(RunSettings settings);

    final RunSettings settings() {
        return settings;
    }

    final S with(final Consumer<RunSettings.Draft> change) {
        return changed(settings.with(change));
    }

    /**
     * Sets prompts of what the model is used for, and what their answers have to be.
     *
     * @param suite the prompts
     * @return a new measurement
     */
    public final S suite(final Suite suite) {
        return with(draft -> draft.suite = Optional.of(suite));
    }

    /**
     * Sets the lengths of prompts on which speed is measured. Without it: 16, 64, 256, 1,024 and 4,096 tokens, as far as the
     * model's context goes.
     *
     * @param tokens lengths, each at least 1
     * @return a new measurement
     * @throws InvalidOptionException if there is none, or one is less than 1
     */
    public final S lengths(final int... tokens) {
        if (tokens.length == 0) {
            throw new InvalidOptionException("lengths: expected at least one, found none");
        }
        return with(draft -> draft.lengths = Arrays.stream(tokens).boxed().toList());
    }

    /**
     * Sets how often requests are repeated: of a benchmark for each length, where 20 are needed for a 95th percentile and 100
     * for a 99th; of a validation to watch memory, where about 20 are needed to tell anything.
     *
     * @param count at least 1
     * @return a new measurement
     * @throws InvalidOptionException if it is less
     */
    public final S rounds(final int count) {
        return with(draft -> draft.rounds = count);
    }

    /**
     * Sets how often that is done before, without being counted.
     *
     * @param count 0 or more
     * @return a new measurement
     * @throws InvalidOptionException if it is less
     */
    public final S warmUp(final int count) {
        return with(draft -> draft.warmUp = count);
    }

    /**
     * Sets how many tokens answers may have, where an item of the suite does not say it. Answers to a benchmark's prompts of
     * several lengths have exactly so many.
     *
     * @param count at least 1
     * @return a new measurement
     * @throws InvalidOptionException if it is less
     */
    public final S maxNewTokens(final int count) {
        return with(draft -> draft.maxNewTokens = count);
    }

    /**
     * Samples as the model asks for it, and takes prompts from other places of the text. Without it answers are greedy.
     *
     * @param value the same seed gives the same answers, one at a time
     * @return a new measurement
     */
    public final S seed(final long value) {
        return with(draft -> draft.seed = OptionalLong.of(value));
    }

    /**
     * Sets how many users there are: each asks again as soon as it has its answer.
     *
     * @param users at least 1
     * @return a new measurement
     * @throws InvalidOptionException if there are fewer
     */
    public final S concurrency(final int users) {
        return with(draft -> draft.concurrency = users);
    }

    /**
     * Sets how long a request may take; one that takes longer has failed. Without it: 60 seconds.
     *
     * @param value more than no time
     * @return a new measurement
     * @throws InvalidOptionException if it is not
     */
    public final S timeout(final Duration value) {
        return with(draft -> draft.timeout = value);
    }

    /**
     * Sets how the model is loaded.
     *
     * @param value the options; as many sequences as there are users are added
     * @return a new measurement
     */
    public final S loading(final GeneratorOptions value) {
        return with(draft -> draft.loading = value);
    }

    /**
     * Is told how the work goes.
     *
     * @param value called from the thread that measures
     * @return a new measurement
     */
    public final S listener(final QualityListener value) {
        return with(draft -> draft.listener = value);
    }

    /**
     * Loads the model, measures, and frees it.
     *
     * @return the report
     * @throws InvalidOptionException                if a length does not fit the model
     * @throws dev.ingot.error.CancelledException if the thread is interrupted
     */
    public abstract R run();

    /**
     * Measures a model that is loaded.
     *
     * @param generator with the model; stays open
     * @return the report
     * @throws InvalidOptionException                if a length does not fit the model
     * @throws dev.ingot.error.CancelledException if the thread is interrupted
     */
    public abstract R run(Generator generator);
}
