package dev.ingot;

import java.time.Duration;
import java.util.List;

/**
 * What a conversion would do. Sizes are exact, memory and time are estimates.
 *
 * @param architecture     class name of the model
 * @param precision        in which its matrices would be stored
 * @param tensors          number of tensors to write
 * @param groups           the parts of the model, largest first
 * @param sourceBytes      all tensors as they are stored now
 * @param outputBytes      all files of the output; to the byte what a conversion writes
 * @param diskBytes        needed while converting: the output and a reserve that stays free
 * @param conversionMemory of this process while converting, in bytes; the source is mapped and read through the system's
 *                         file cache, which is not counted
 * @param runMemory        that loading and running the model takes at first, in bytes
 * @param time             that converting takes
 * @param rates            of work that the time assumes, in words
 */
public record ConversionPlan(String architecture, String precision, int tensors, List<Group> groups,
        long sourceBytes, long outputBytes, long diskBytes, long conversionMemory, long runMemory,
        Duration time, String rates) {

    /** Copies the list. */
    public ConversionPlan {
        groups = List.copyOf(groups);
    }

    /**
     * One part of the model.
     *
     * @param name   embedding, attention, mlp, norms, head, other
     * @param before bytes as stored now; a matrix that embedding and head share counts for one of the two
     * @param after  bytes in the output
     */
    public record Group(String name, long before, long after) {}
}
