package dev.ingot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares {@code ingot convert} with {@code cp -r} of the same directory: processor seconds of the whole processes,
 * page cache warm, runs interleaved. Ends with status 1 when a limit is passed.
 *
 * <pre>
 * mvn -q -B -DskipTests package
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.ConvertHarness \
 *     -Djmh.args="--model /tmp/random-qwen --ingot foundry/target/ingot/bin/ingot"
 * </pre>
 */
public final class ConvertHarness {

    private static final double MAX_RATIO = 10;
    /** Where the processor has AVX-512. */
    private static final double MAX_SECONDS = 3;
    private static final double MAX_ANONYMOUS_MB = 300;

    private final Path model;
    private final Path ingot;
    private final Path work;
    private final String precision;

    private ConvertHarness(final Path model, final Path ingot, final Path work, final String precision) {
        this.model = model;
        this.ingot = ingot;
        this.work = work;
        this.precision = precision;
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code --model DIR --ingot SCRIPT}, then {@code --work DIR} (default: beside the model, so that both
     *             write where they read), {@code --runs N} (default 5), {@code --precision P} (default int4)
     * @throws IOException          if a file cannot be read or written
     * @throws InterruptedException if interrupted
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final var arguments = Arguments.parse(args, "--model", "--ingot", "--work", "--runs", "--precision");
        final var model = Path.of(arguments.required("--model")).toAbsolutePath();
        final var ingot = Path.of(arguments.required("--ingot")).toAbsolutePath();
        final var parent = arguments.text("--work").map(Path::of).orElseGet(() -> model.resolveSibling("."));
        final var work = Files.createTempDirectory(parent.normalize(), "convert-harness");
        final var harness = new ConvertHarness(model, ingot, work,
                arguments.text("--precision").orElse("int4"));
        final boolean kept;
        try {
            kept = harness.compare((int) arguments.number("--runs", 5));
        } finally {
            ChildRun.delete(work);
        }
        if (!kept) {
            System.exit(1);
        }
    }

    private boolean compare(final int runs) throws IOException, InterruptedException {
        System.out.println(Figures.environment());
        System.out.printf("%s: %.0f MB%n", model, ChildRun.warm(model) / ChildRun.MB);
        final var copies = new ArrayList<ChildRun>();
        final var conversions = new ArrayList<ChildRun>();
        for (int run = 0; run < runs; run++) {
            final var copy = work.resolve("copy");
            copies.add(run("cp", List.of("cp", "-r", model.toString(), copy.toString()), copy));
            final var converted = work.resolve("converted");
            conversions.add(run("ingot", List.of(ingot.toString(), "convert", "--model", model.toString(),
                    "--output", converted.toString(), "--precision", precision), converted));
        }
        return report(copies, conversions);
    }

    private ChildRun run(final String name, final List<String> command, final Path result)
            throws IOException, InterruptedException {
        final var run = ChildRun.of(name, command, Map.of(), work.resolve("log"));
        ChildRun.delete(result);
        return run;
    }

    private static boolean report(final List<ChildRun> copies, final List<ChildRun> conversions) {
        final double copy = ChildRun.seconds(copies);
        final double conversion = ChildRun.seconds(conversions);
        final double anonymous = conversions.stream().mapToDouble(ChildRun::anonymousMb).max().orElseThrow();
        System.out.printf("median CPU-s: cp %.2f, ingot %.2f; ratio %.2f (limit %.0f)%n", copy, conversion,
                conversion / copy, MAX_RATIO);
        System.out.printf("anonymous memory, largest of all runs: %.0f MB (limit %.0f)%n", anonymous,
                MAX_ANONYMOUS_MB);
        final double limit = Figures.hasAvx512() ? MAX_SECONDS : Double.POSITIVE_INFINITY;
        System.out.printf("limit of CPU-s with AVX-512: %.0f; %s%n", MAX_SECONDS,
                Figures.hasAvx512() ? "applies" : "does not apply, this processor has none");
        return conversion <= Math.min(limit, MAX_RATIO * copy) && anonymous <= MAX_ANONYMOUS_MB;
    }
}
