package dev.ingot.foundry.validate;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the process took while something was measured. Immutable.
 *
 * @param samples    in their order, from the first moment to the last
 * @param processors how many the process may use
 */
public record ResourceUse(List<ResourceSample> samples, int processors) {

    /** Copies the list. */
    public ResourceUse {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("samples: expected at least one");
        }
    }

    /**
     * Returns how much was resident at most.
     *
     * @return bytes; empty where the system does not tell
     */
    public OptionalLong peakResident() {
        return samples.stream().flatMapToLong(it -> it.resident().stream()).max();
    }

    /**
     * Returns how much of the Java heap was in use at most.
     *
     * @return bytes, garbage included
     */
    public long peakHeap() {
        return samples.stream().mapToLong(ResourceSample::heap).max().orElseThrow();
    }

    /**
     * Returns how busy the processors were with this process.
     *
     * @return processor time by time and processors: from 0 to 1
     */
    public double processorUse() {
        return use(samples.getFirst(), samples.getLast());
    }

    /**
     * Returns how busy the processors were with this process between two moments.
     *
     * @param from the earlier one
     * @param to   the later one
     * @return processor time by time and processors: from 0 to 1; 0 for moments that are one
     */
    public double use(final ResourceSample from, final ResourceSample to) {
        final Duration time = to.at().minus(from.at());
        return time.isPositive()
                ? (double) to.processor().minus(from.processor()).toNanos() / time.toNanos() / processors
                : 0;
    }
}
