package dev.ingot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
    private static final double MB = 1e6;

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

    private record Sample(double seconds, double wall, double anonymousMb, double residentMb) {}

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
            delete(work);
        }
        if (!kept) {
            System.exit(1);
        }
    }

    private boolean compare(final int runs) throws IOException, InterruptedException {
        System.out.println(Figures.environment());
        System.out.printf("%s: %.0f MB%n", model, warm() / MB);
        final var copies = new ArrayList<Sample>();
        final var conversions = new ArrayList<Sample>();
        for (int run = 0; run < runs; run++) {
            copies.add(sample("cp", List.of("cp", "-r", model.toString(), work.resolve("copy").toString())));
            conversions.add(sample("ingot",
                    List.of(ingot.toString(), "convert", "--model", model.toString(), "--output",
                            work.resolve("converted").toString(), "--precision", precision)));
        }
        return report(copies, conversions);
    }

    /** Reads every file once, so that the first run finds what the others find. */
    private long warm() throws IOException {
        final var buffer = ByteBuffer.allocateDirect(1 << 20);
        long bytes = 0;
        try (var files = Files.walk(model)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                try (var channel = FileChannel.open(file)) {
                    for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                        bytes += read;
                    }
                }
            }
        }
        return bytes;
    }

    private Sample sample(final String name, final List<String> command)
            throws IOException, InterruptedException {
        final var log = work.resolve("log").toFile();
        final double before = ChildTimes.seconds();
        final long start = System.nanoTime();
        final var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        final int status;
        final double wall;
        final long anonymous;
        final long resident;
        try (var memory = MemoryWatch.of(process)) {
            status = process.waitFor();
            wall = (System.nanoTime() - start) / 1e9;
            anonymous = memory.peakAnonymousBytes();
            resident = memory.peakResidentBytes();
        }
        final double seconds = ChildTimes.seconds() - before;
        if (status != 0) {
            throw new IOException(command + " ended with " + status + ": " + Files.readString(log.toPath()));
        }
        delete(Path.of(command.get(name.equals("cp") ? 3 : 5)));
        final var result = new Sample(seconds, wall, anonymous / MB, resident / MB);
        System.out.printf("%-6s %6.2f CPU-s  %6.2f s  %5.0f MB anonymous  %5.0f MB resident%n", name, seconds,
                wall,
                result.anonymousMb, result.residentMb);
        return result;
    }

    private static boolean report(final List<Sample> copies, final List<Sample> conversions) {
        final double copy = Figures.median(copies.stream().map(Sample::seconds).toList());
        final double conversion = Figures.median(conversions.stream().map(Sample::seconds).toList());
        final double anonymous = conversions.stream().mapToDouble(Sample::anonymousMb).max().orElseThrow();
        System.out.printf("median CPU-s: cp %.2f, ingot %.2f; ratio %.2f (limit %.0f)%n", copy, conversion,
                conversion / copy, MAX_RATIO);
        System.out.printf("anonymous memory, largest of all runs: %.0f MB (limit %.0f)%n", anonymous,
                MAX_ANONYMOUS_MB);
        final double limit = Figures.hasAvx512() ? MAX_SECONDS : Double.POSITIVE_INFINITY;
        System.out.printf("limit of CPU-s with AVX-512: %.0f; %s%n", MAX_SECONDS,
                Figures.hasAvx512() ? "applies" : "does not apply, this processor has none");
        return conversion <= Math.min(limit, MAX_RATIO * copy) && anonymous <= MAX_ANONYMOUS_MB;
    }

    private static void delete(final Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(ConvertHarness::deleteOne);
        }
    }

    private static void deleteOne(final Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
