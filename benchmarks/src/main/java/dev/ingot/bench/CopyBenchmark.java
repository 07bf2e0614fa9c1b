package dev.ingot.bench;

import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The yardstick: a copy of memory, in the caches and beyond them. */
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class CopyBenchmark extends KernelBenchmark {

    /** What is copied: 1 MB is what the kernels read, 256 MB is larger than any cache. */
    @Param({"1", "256"})
    public int megabytes;

    private MemorySegment source;
    private MemorySegment target;

    /** Makes something to copy. */
    @Setup(Level.Trial)
    public void setUp() {
        source = arena.allocate((long) megabytes << 20, 64).fill((byte) 1);
        target = arena.allocate((long) megabytes << 20, 64).fill((byte) 2);
    }

    /** Copies. */
    @Benchmark
    public MemorySegment copy(final Meter meter) {
        meter.gigabytes += source.byteSize() / 1e9;
        return target.copyFrom(source);
    }
}
