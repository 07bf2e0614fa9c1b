package dev.ingot.bench;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
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
@Warmup(iterations = 4, time = 2) // The first seconds go to the compiler.
@Measurement(iterations = 3, time = 1)
public abstract class KernelBenchmark {

    final Arena arena = Arena.ofShared();

    /** Frees the rows. */
    @TearDown(Level.Trial)
    public void tearDown() {
        arena.close();
    }
}
