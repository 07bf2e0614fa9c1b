package dev.ingot.runtime;

import dev.ingot.error.InvalidOptionException;
import java.time.Duration;

/**
 * How a machine computes best.
 *
 * @param threads that compute one step
 * @param spin    how long a computing thread waits for more work before it sleeps
 */
public record TunedSettings(int threads, Duration spin) {

    /**
     * Puts them into options.
     *
     * @param options the others
     * @return new options
     * @throws InvalidOptionException if a value is out of its range
     */
    public GeneratorOptions apply(final GeneratorOptions options) {
        return options.threads(threads).spin(spin);
    }
}
