package dev.ingot.bench;

import dev.ingot.kernel.Kernels;
import dev.ingot.quantize.QuantizationError;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Dequantizes blocks and compares them with the bf16 rows they were made of. */
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class CompareBenchmark extends KernelBenchmark {

    /** What the rows were quantized by. */
    @Param({"default int4 asymmetric 32", "default int4 asymmetric 128", "default int8 symmetric 32",
            "default int8 symmetric 128"})
    public String kernel;

    private KernelCase rows;

    /** Quantizes rows. */
    @Setup(Level.Trial)
    public void setUp() {
        rows = KernelCase.of(kernel, arena);
        rows.define();
        settle(() -> Kernels.active().errors().between(rows.rows(), rows.packed(), rows.format())
                .weights() > 0);
    }

    /** The definition. */
    @Benchmark
    public QuantizationError scalar(final Meter meter) {
        meter.gigabytes += KernelCase.GIGABYTES;
        return Kernels.scalar().errors().between(rows.rows(), rows.packed(), rows.format());
    }

    /** What this JVM uses. */
    @Benchmark
    public QuantizationError active(final Meter meter) {
        meter.gigabytes += KernelCase.GIGABYTES;
        return Kernels.active().errors().between(rows.rows(), rows.packed(), rows.format());
    }
}
