package dev.ingot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the suites of the quantization kernels one after the other, prints speeds by processor time beside the copy and the
 * definition of the same run, and ends with status 1 when a limit is passed.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.KernelHarness \
 *     -Djmh.args="--json benchmarks/target/kernels"
 * </pre>
 */
public final class KernelHarness {

    private final Path json;
    private final String kernel;
    private final KernelLimits limits = new KernelLimits();

    private KernelHarness(final Path json, final String kernel) {
        this.json = json;
        this.kernel = kernel;
    }

    /**
     * Runs the suites.
     *
     * @param args {@code --json DIR} (where JMH's own results are kept), {@code --kernel NAME} (one kernel of
     *             {@link QuantizeBenchmark} instead of all)
     * @throws IOException     if results cannot be written
     * @throws RunnerException if a suite fails
     */
    public static void main(final String[] args) throws IOException, RunnerException {
        final var arguments = Arguments.parse(args, "--json", "--kernel");
        final var json = Path.of(arguments.text("--json").orElse("benchmarks/target/kernels"));
        Files.createDirectories(json);
        System.out.println(Figures.environment());
        if (!new KernelHarness(json, arguments.text("--kernel").orElse("")).run()) {
            System.exit(1);
        }
    }

    private boolean run() throws RunnerException {
        final var copies = suite("CopyBenchmark", 1, "megabytes", "");
        final double copy = KernelLimits.at(copies, "256 copy");
        System.out.printf("copy: %.1f GB/s of 1 MB, %.1f GB/s of 256 MB, which is what counts%n",
                KernelLimits.at(copies, "1 copy"), copy);
        suite("NativeBenchmark", 1, "blockSize", "").forEach((name, speed) -> System.out
                .printf("ONNX Runtime, %-30s %6.3f GB/s%n", name, speed));
        final var vector = suite("QuantizeBenchmark", 1, "kernel", kernel);
        limits.beside("vectors", vector, copy, Figures.hasAvx512() ? 0 : KernelLimits.TIMES_SCALAR);
        limits.beside("loops", suite("LoopsBenchmark", 1, "kernel", kernel), copy, KernelLimits.TIMES_LOOPS);
        final var compared = suite("CompareBenchmark", 1, "kernel", kernel);
        limits.compare(compared, copy);
        limits.threads(vector, suite("QuantizeBenchmark.active", 2, "kernel",
                kernel.isEmpty() ? "default int4 asymmetric 32" : kernel));
        limits.order(suite("OrderBenchmark", 1, "order", ""));
        return limits.kept();
    }

    /** Runs a suite; GB per processor second by parameter and method. */
    private Map<String, Double> suite(final String name, final int threads, final String parameter,
            final String value) throws RunnerException {
        final var options = new OptionsBuilder().include("\\." + name.replace(".", "\\.") + "\\b")
                .threads(threads).verbosity(VerboseMode.SILENT).resultFormat(ResultFormatType.JSON)
                .result(json.resolve(name + "-" + threads + ".json").toString());
        if (!value.isEmpty()) {
            options.param(parameter, value);
        }
        final var result = new LinkedHashMap<String, Double>();
        for (final RunResult run : new Runner(options.build()).run()) {
            final String method = run.getPrimaryResult().getLabel();
            result.put(run.getParams().getParam(parameter) + " " + method,
                    total(run, "gigabytes") / total(run, "cpuSeconds"));
        }
        return result;
    }

    private static double total(final RunResult run, final String counter) {
        return Objects.requireNonNull(run.getSecondaryResults().get(counter), counter).getScore();
    }
}
