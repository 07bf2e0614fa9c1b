package dev.ingot.foundry.validate;

import dev.ingot.OnnxModel;
import dev.ingot.runtime.Generator;
import java.lang.System.Logger.Level;

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
public final class Validator extends Measurement<Validator, ValidationReport> {

    private static final int ROUNDS = 30;
    private static final int WARM_UP = 10;
    private static final int NEW_TOKENS = 128;

    private Validator(final RunSettings settings) {
        super(settings);
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

    @Override
    Validator changed(final RunSettings settings) {
        return new Validator(settings);
    }

    /**
     * Loads the model, validates it, and frees it - unless a request hung and may still use it; that is logged.
     */
    @Override
    public ValidationReport run() {
        final var guard = new Guard();
        final var generator = Generator.open(settings().model(), settings().opening());
        try {
            return new ValidationRun(settings(), generator, guard).run();
        } finally {
            if (guard.stuck()) {
                System.getLogger(Validator.class.getName()).log(Level.WARNING,
                        "{0} is not freed: a request has not ended", settings().model());
            } else {
                generator.close();
            }
        }
    }

    @Override
    public ValidationReport run(final Generator generator) {
        return new ValidationRun(settings(), generator, new Guard()).run();
    }
}
