package dev.ingot.foundry.validate;

import dev.ingot.OnnxModel;
import dev.ingot.error.CancelledException;
import dev.ingot.error.InvalidOptionException;
import dev.ingot.quality.QualityListener;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Says whether a model is fit for use: whether it answers the prompts of a suite as expected, keeps its speed as prompts get
 * longer, leaks no memory, and bears requests that are out of the ordinary. Every step returns a new object and does nothing
 * yet; {@link #run()} does the work. Immutable and thread-safe.
 *
 * <pre>{@code
 * ValidationReport report = Validator.of(model).suite(Suite.read(file)).run();
 * if (!report.passed()) {
 *     System.out.print(report.toText());
 * }
 * }</pre>
 */
public final class Validator {

    private static final int ROUNDS = 30;
    private static final int WARM_UP = 10;
    private static final int NEW_TOKENS = 128;

    private final RunSettings settings;

    private Validator(final RunSettings settings) {
        this.settings = settings;
    }

    /**
     * Begins with a model: greedy answers of at most 128 tokens, memory over 30 rounds after 10 that do not count.
     *
     * @param model the model
     * @return a validation without a suite
     */
    public static Validator of(final OnnxModel model) {
        return new Validator(
                new RunSettings.Draft(model.directory(), model.name(), ROUNDS, WARM_UP, NEW_TOKENS)
                        .settings());
    }

    private Validator with(final Consumer<RunSettings.Draft> change) {
        return new Validator(settings.with(change));
    }

    /**
     * Sets the prompts that have to be answered, and how.
     *
     * @param suite the prompts
     * @return a new validation
     */
    public Validator suite(final Suite suite) {
        return with(draft -> draft.suite = Optional.of(suite));
    }

    /**
     * Sets the lengths of prompts on which speed is compared. Without it: 16, 64, 256, 1,024 and 4,096 tokens, as far as the
     * model's context goes.
     *
     * @param tokens lengths, each at least 1
     * @return a new validation
     * @throws InvalidOptionException if there is none, or one is less than 1
     */
    public Validator lengths(final int... tokens) {
        if (tokens.length == 0) {
            throw new InvalidOptionException("lengths: expected at least one, found none");
        }
        return with(draft -> draft.lengths = Arrays.stream(tokens).boxed().toList());
    }

    /**
     * Sets over how many rounds memory is watched. About 20 are needed to tell anything.
     *
     * @param count at least 1
     * @return a new validation
     * @throws InvalidOptionException if it is less
     */
    public Validator rounds(final int count) {
        return with(draft -> draft.rounds = count);
    }

    /**
     * Sets how many rounds are made before, without being counted.
     *
     * @param count 0 or more
     * @return a new validation
     * @throws InvalidOptionException if it is less
     */
    public Validator warmUp(final int count) {
        return with(draft -> draft.warmUp = count);
    }

    /**
     * Sets how many tokens answers may have, where an item of the suite does not say it.
     *
     * @param count at least 1
     * @return a new validation
     * @throws InvalidOptionException if it is less
     */
    public Validator maxNewTokens(final int count) {
        return with(draft -> draft.maxNewTokens = count);
    }

    /**
     * Samples as the model asks for it. Without it answers are greedy.
     *
     * @param value the same seed gives the same answers, one at a time
     * @return a new validation
     */
    public Validator seed(final long value) {
        return with(draft -> draft.seed = OptionalLong.of(value));
    }

    /**
     * Sets how many prompts of the suite are asked at a time.
     *
     * @param users at least 1
     * @return a new validation
     * @throws InvalidOptionException if there are fewer
     */
    public Validator concurrency(final int users) {
        return with(draft -> draft.concurrency = users);
    }

    /**
     * Sets how long a request may take; one that takes longer has failed. Without it: 60 seconds.
     *
     * @param value more than no time
     * @return a new validation
     * @throws InvalidOptionException if it is not
     */
    public Validator timeout(final Duration value) {
        return with(draft -> draft.timeout = value);
    }

    /**
     * Sets how the model is loaded.
     *
     * @param value the options; as many sequences as there are users are added
     * @return a new validation
     */
    public Validator loading(final GeneratorOptions value) {
        return with(draft -> draft.loading = value);
    }

    /**
     * Is told how the work goes.
     *
     * @param value called from the thread that validates
     * @return a new validation
     */
    public Validator listener(final QualityListener value) {
        return with(draft -> draft.listener = value);
    }

    /**
     * Loads the model, validates it, and frees it - unless a request hung and may still use it; that is logged.
     *
     * @return the report
     * @throws InvalidOptionException if a length does not fit the model
     * @throws CancelledException     if the thread is interrupted
     */
    public ValidationReport run() {
        final var guard = new Guard();
        final var generator = Generator.open(settings.model(), settings.opening());
        try {
            return new ValidationRun(settings, generator, guard).run();
        } finally {
            if (guard.stuck()) {
                System.getLogger(Validator.class.getName()).log(Level.WARNING,
                        "{0} is not freed: a request has not ended", settings.model());
            } else {
                generator.close();
            }
        }
    }

    /**
     * Validates a model that is loaded.
     *
     * @param generator with the model; stays open
     * @return the report
     * @throws InvalidOptionException if a length does not fit the model
     * @throws CancelledException     if the thread is interrupted
     */
    public ValidationReport run(final Generator generator) {
        return new ValidationRun(settings, generator, new Guard()).run();
    }
}
