package dev.ingot.foundry.validate.measure;

import com.sun.management.OperatingSystemMXBean;
import dev.ingot.foundry.validate.ResourceSample;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the system and the JVM what this process takes. Thread-safe. */
public final class ProcessProbe {

    private static final int COLLECTIONS = 2;
    private static final long SETTLING_MILLIS = 20;

    private final long begin = System.nanoTime();

    /** Begins: samples tell their time from now on. */
    public ProcessProbe() {}

    /**
     * Looks now.
     *
     * @return what there is
     */
    public ResourceSample sample() {
        final var status = ProcessStatus.now();
        return new ResourceSample(Duration.ofNanos(System.nanoTime() - begin), status.bytes("VmRSS"),
                status.bytes("RssAnon"), heap(), processorTime());
    }

    /**
     * Looks after garbage was collected.
     *
     * @return what there is
     * @throws InterruptedException if the thread is interrupted
     */
    public ResourceSample sampleCollected() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc(); // cleaners run, and the collector gives memory back, only step by step
            Thread.sleep(SETTLING_MILLIS);
        }
        return sample();
    }

    /**
     * Tells whether asking for a garbage collection has one done; an option of the JVM can forbid it.
     *
     * @return true if so
     */
    public static boolean collectsOnDemand() {
        final long before = collections();
        System.gc();
        return collections() > before;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    private static long heap() {
        final Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * Returns the processor time of this process.
     *
     * @return of all threads, since it began; zero where the JVM does not tell
     */
    public static Duration processorTime() {
        final @Nullable Object system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof OperatingSystemMXBean known
                ? Duration.ofNanos(Math.max(0, known.getProcessCpuTime()))
                : Duration.ZERO;
    }
}
