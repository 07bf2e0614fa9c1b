package dev.ingot.foundry.service.models;

import dev.ingot.runtime.GeneratorOptions;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How models are loaded and kept.
 *
 * @param loading  options of each generator; its listener is replaced
 * @param memory   bytes that all loaded models together may take by estimate; empty for what the machine has
 * @param keep     how long a model stays after its last use; 0 for as long as there is room
 * @param queue    generations that may wait for a model beyond those that are computed together
 * @param patience how long a load waits for models in use to be given back when there is no room
 */
public record PoolOptions(GeneratorOptions loading, OptionalLong memory, Duration keep, int queue,
        Duration patience) {}
