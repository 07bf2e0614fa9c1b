package dev.ingot.bench;

import dev.ingot.kernel.BlockKernel;
import dev.ingot.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * {@code mvn -q -B -Pbench verify -DskipTests -Djmh.args="QuantizeBenchmark"}
 *
 * <p>Quantizes bf16 rows by the definition and by what a JVM with the Vector API uses. {@code gigabytes} by
 * {@code cpuSeconds} is the speed; {@link KernelHarness} puts it beside a copy and checks the limits.
 */
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class QuantizeBenchmark extends KernelBenchmark {

    /** Algorithm, bits, symmetry and block size. */
    @Param({"default int4 asymmetric 32", "default int4 symmetric 32", "default int8 asymmetric 32",
            "default int8 symmetric 32", "default int4 asymmetric 128", "default int4 symmetric 128",
            "rtn int4 asymmetric 32", "rtn int4 symmetric 128", "rtn int8 symmetric 32",
            "k_quant int4 asymmetric 32",
            "k_quant int4 asymmetric 128"})
    public String kernel;

    private KernelCase rows;
    private BlockKernel scalar;
    private BlockKernel active;

    /** Prints where this runs, makes weights, and checks that the kernels agree on them. */
    @Setup(Level.Trial)
    public void setUp() {
        System.out.printf("# %s, vectors of %d bits%n", Figures.environment(), Kernels.active().vectorBits());
        rows = KernelCase.of(kernel, arena);
        rows.check(Kernels.active());
        scalar = rows.kernel(Kernels.scalar());
        active = rows.kernel(Kernels.active());
        settle(() -> active.quantize(rows.rows(), rows.packed()));
    }

    /** The definition, block by block. */
    @Benchmark
    public boolean scalar(final Meter meter) {
        meter.gigabytes += KernelCase.GIGABYTES;
        return scalar.quantize(rows.rows(), rows.packed());
    }

    /** What this JVM uses. */
    @Benchmark
    public boolean active(final Meter meter) {
        meter.gigabytes += KernelCase.GIGABYTES;
        return active.quantize(rows.rows(), rows.packed());
    }
}
