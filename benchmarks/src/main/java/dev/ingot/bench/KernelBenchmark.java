package dev.ingot.bench;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the suites of {@link KernelHarness} have in common: how they are run, and memory for each thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = {"--add-modules", "jdk.incubator.vector", "-Xmx256m"})
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 1)
public abstract class KernelBenchmark {

    private static final long SETTLE_NANOS = 1_500_000_000L;

    final Arena arena = Arena.ofShared();

    /**
     * Works until the compilers are done, by processor time: on a busy machine they need longer than any warm-up of a fixed
     * time.
     */
    static void settle(final BooleanSupplier work) {
        final var threads = ManagementFactory.getThreadMXBean();
        final long end = threads.getCurrentThreadCpuTime() + SETTLE_NANOS;
        boolean finite = true;
        while (threads.getCurrentThreadCpuTime() < end) {
            finite &= work.getAsBoolean();
        }
        if (!finite) {
            throw new IllegalStateException("weights are not finite");
        }
    }

    /** Frees the rows. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }
}
