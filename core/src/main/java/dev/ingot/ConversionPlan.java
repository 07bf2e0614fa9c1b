package dev.ingot;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a conversion would do. Sizes are exact, memory and time are estimates.
 *
 * @param architecture     class name of the model
 * @param precision        in which its matrices would be stored
 * @param bitsByNode       how many bits the weights of certain MatMul nodes have instead, because a mixture or an option
 *                         says so
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
public record ConversionPlan(String architecture, String precision, SortedMap<String, Integer> bitsByNode,
        int tensors, List<Group> groups,
        long sourceBytes, long outputBytes, long diskBytes, long conversionMemory, long runMemory,
        Duration time, String rates) {

    /** Copies the collections. */
    public ConversionPlan {
        groups = List.copyOf(groups);
        bitsByNode = Collections.unmodifiableSortedMap(new TreeMap<>(bitsByNode));
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
