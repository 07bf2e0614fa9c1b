package dev.ingot.bench;

import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Counts input and processor time of a thread: speed per processor second, whatever else runs on the machine. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Meter {

    /** GB of input read. */
    public double gigabytes;
    /** Processor seconds of the thread. */
    public double cpuSeconds;

    private long start;

    /** Starts the clock. */
    @Setup(Level.Iteration)
    public void start() {
        gigabytes = 0;
        cpuSeconds = 0;
        start = now();
    }

    /** Stops the clock. */
    @TearDown(Level.Iteration)
    public void stop() {
        cpuSeconds = (now() - start) / 1e9;
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
