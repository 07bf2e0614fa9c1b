package dev.ingot.bench;

import dev.ingot.kernel.BlockKernel;
import dev.ingot.kernel.Kernels;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The same kernel in a JVM that has run nothing else, and in one in which every other kernel has been compiled before: the
 * compiler shares profiles between them, and large vector code has been seen to fall to a fifth of its speed.
 */
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class OrderBenchmark extends KernelBenchmark {

    private static final long NANOS_EACH = 2_000_000_000L;
    private static final List<String> OTHERS = List.of("default int4 symmetric 32",
            "default int8 asymmetric 32",
            "default int8 symmetric 32", "default int4 asymmetric 128", "default int8 symmetric 128",
            "rtn int4 asymmetric 32", "rtn int8 symmetric 32", "k_quant int4 asymmetric 32");

    /** When the kernel runs. */
    @Param({"first", "last"})
    public String order;

    /** What is measured. */
    @Param("default int4 asymmetric 32")
    public String kernel;

    private KernelCase rows;
    private BlockKernel active;

    /** Makes rows, and runs all other kernels where that is wanted. */
    @Setup(Level.Trial)
    public void setUp() {
        if (order.equals("last")) {
            OTHERS.forEach(this::run);
        }
        rows = KernelCase.of(kernel, arena);
        active = rows.kernel(Kernels.active());
        settle(() -> active.quantize(rows.rows(), rows.packed()));
    }

    private void run(final String other) {
        final var others = KernelCase.of(other, arena);
        final var errors = Kernels.active().errors();
        final var compiled = others.kernel(Kernels.active());
        for (final long end = System.nanoTime() + NANOS_EACH; System.nanoTime() < end;) {
            compiled.quantize(others.rows(), others.packed());
            errors.between(others.rows(), others.packed(), others.format());
        }
    }

    /** What this JVM uses. */
    @Benchmark
    public boolean active(final Meter meter) {
        meter.gigabytes += KernelCase.GIGABYTES;
        return active.quantize(rows.rows(), rows.packed());
    }
}
