package dev.ingot.foundry.service;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.runtime.GeneratorOptions;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How models are loaded and kept. Immutable; start from {@link #DEFAULT}.
 *
 * @param loading  options of each model's generator; {@link GeneratorOptions#sequences} requests are computed
 *                 together. Its listener is not called
 * @param memory   bytes that all loaded models together may take by estimate; empty for what the machine has
 * @param keep     how long a model stays after its last use; 0 for as long as there is room. A call that loads a
 *                 model can ask for another time
 * @param queue    requests that may wait for a model beyond those that are computed together; one that asks for several
 *                 answers counts as as many as run at once
 * @param patience how long loading waits for models in use when there is no room beside them
 */
public record ServiceModels(GeneratorOptions loading, OptionalLong memory, Duration keep, int queue,
        Duration patience) {

    /** The runtime's defaults, all memory, ten minutes as Foundry Local has it, 128 waiting, half a minute. */
    public static final ServiceModels DEFAULT = new ServiceModels(GeneratorOptions.DEFAULT,
            OptionalLong.empty(), Duration.ofMinutes(10), 128, Duration.ofSeconds(30));

    /**
     * Checks the ranges.
     *
     * @throws InvalidOptionException if a value is out of its range
     */
    public ServiceModels {
        if (memory.orElse(1) < 1) {
            throw new InvalidOptionException("memory: expected at least 1 byte, found " + memory.getAsLong());
        }
        if (keep.isNegative() || patience.isNegative() || queue < 0) {
            throw new InvalidOptionException(
                    "keep, patience and queue: expected nothing below 0, found " + keep
                            + ", " + patience + " and " + queue);
        }
    }
}
