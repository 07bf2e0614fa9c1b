package dev.ingot.runtime;

/**
 * Is told of what a {@link Generator} does, for metrics and traces. Called on the threads that generate, so it should be
 * quick and must be thread-safe; what it throws is logged and otherwise ignored. It may close the generator.
 *
 * @see GeneratorOptions#listener
 */
public interface GenerationListener {

    /** Does nothing. */
    GenerationListener NONE = new GenerationListener() {
    };

    /**
     * Tells that a model has been loaded.
     *
     * @param report what and how long it took
     */
    default void loaded(final LoadReport report) {}

    /**
     * Tells that the logits after a prompt are there, so that the first token is about to come.
     *
     * @param report of the generation so far; it has no finish reason yet
     */
    default void prefilled(final GenerationReport report) {}

    /**
     * Tells that a generation has ended.
     *
     * @param report of the whole generation
     */
    default void ended(final GenerationReport report) {}
}
