package dev.ingot.runtime;

import java.time.Duration;

/**
 * How a model was loaded.
 *
 * @param model name of its directory
 * @param time  from the call to the end
 * @param bytes size of the graph and its weights on disk
 */
public record LoadReport(String model, Duration time, long bytes) {}
