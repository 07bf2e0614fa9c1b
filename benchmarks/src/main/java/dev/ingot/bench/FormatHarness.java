package dev.ingot.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ingot.OnnxModel;
import dev.ingot.Pipeline;
import dev.ingot.PrecisionSpec;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What precisions cost on a model large enough to show it, as a Markdown table: converting, decoding and prefill, each in
 * processor time of this process, on one thread, so that other work on the machine disturbs the figures little. Every
 * precision runs in turn with the first one, and the ratio to it is the median of those within a round. Speed depends on the
 * format (bits, block size, zero points, bits of the head), not on how the integers were found.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.FormatHarness \
 *     -Djmh.args="--model /tmp/random-qwen [--work DIR] [--rounds 5] [--prompt 128] [--tokens 24] [int4:b32 int4:b128 ...]"
 * </pre>
 */
public final class FormatHarness {

    private static final List<String> USUAL = List.of("int4:b32", "int4:b64", "int4:b128", "int4:b32:sym",
            "int4:b128:sym", "int4:b32:h4", "int4:b128:h4", "int8:b32", "int8:b128", "fp16", "fp32",
            "int4:b32:rtn", "int4:b32:k_quant", "int4:b32:hqq");
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private final Path model;
    private final Path work;
    private final int rounds;
    private final int[] prompt;
    private final int tokens;

    private FormatHarness(final Arguments arguments) {
        this.model = Path.of(arguments.required("--model"));
        this.work = Path.of(arguments.text("--work").orElse(model + "-formats"));
        this.rounds = (int) arguments.number("--rounds", 5);
        this.prompt = Prompts.random(arguments.number("--prompt", 128));
        this.tokens = (int) arguments.number("--tokens", 24);
    }

    /**
     * Runs the comparison.
     *
     * @param args as in the description of the class
     * @throws IOException if a file cannot be read or deleted
     */
    public static void main(final String[] args) throws IOException {
        final var arguments = Arguments.parse(args, "--model", "--work", "--rounds", "--prompt", "--tokens");
        System.out.println(Figures.environment());
        new FormatHarness(arguments).run(arguments.positional().isEmpty() ? USUAL : arguments.positional());
    }

    private void run(final List<String> specs) throws IOException {
        convert(specs.getFirst(), work.resolve("warm-up"));
        ChildRun.delete(work.resolve("warm-up"));
        final var base = convert(specs.getFirst(), work.resolve("first"));
        System.out.println(
                "| precision | weights, MB | conversion, CPU-s | decode, tokens per CPU-s | to the first"
                        + " | prefill, tokens per CPU-s | to the first |");
        System.out.println("|---|---|---|---|---|---|---|");
        try (var first = open(base.model())) {
            for (final String spec : specs) {
                final var made = spec.equals(specs.getFirst()) ? base : convert(spec, work.resolve("other"));
                try (var other = open(made.model())) {
                    row(spec, made, first, other);
                }
                ChildRun.delete(work.resolve("other"));
            }
        }
        ChildRun.delete(work);
    }

    /** A model, and the processor seconds of this process that making it took. */
    private record Converted(OnnxModel model, double seconds) {}

    private Converted convert(final String spec, final Path directory) {
        final var pipeline = Pipeline.from(model).quantize(PrecisionSpec.parse(spec)).overwrite();
        final long start = SYSTEM.getProcessCpuTime();
        return new Converted(pipeline.toOnnx(directory), seconds(start));
    }

    private static double seconds(final long start) {
        return (SYSTEM.getProcessCpuTime() - start) / 1e9;
    }

    private static Generator open(final OnnxModel model) {
        return Generator.open(model, GeneratorOptions.DEFAULT.threads(1));
    }

    private void row(final String spec, final Converted made, final Generator first, final Generator other)
            throws IOException {
        final var decode = new ArrayList<Double>();
        final var decodeRatios = new ArrayList<Double>();
        final var prefill = new ArrayList<Double>();
        final var prefillRatios = new ArrayList<Double>();
        for (int round = -1; round < rounds; round++) {
            final Speed expected = speed(first);
            final Speed found = speed(other);
            if (round >= 0) {
                decode.add(found.decode());
                decodeRatios.add(found.decode() / expected.decode());
                prefill.add(found.prefill());
                prefillRatios.add(found.prefill() / expected.prefill());
            }
        }
        System.out.printf("| %s | %.0f | %.1f | %.1f | %.2f | %.0f | %.2f |%n", spec,
                Files.size(made.model().directory().resolve("model.onnx.data")) / 1e6, made.seconds(),
                Figures.median(decode), Figures.median(decodeRatios), Figures.median(prefill),
                Figures.median(prefillRatios));
    }

    /** Tokens per processor second. */
    private record Speed(double prefill, double decode) {}

    /** What the first token costs is the prompt's; what the others cost is decoding. */
    private Speed speed(final Generator generator) {
        final double alone = generate(generator, 1).seconds();
        final Run all = generate(generator, tokens);
        return new Speed(prompt.length / alone, (all.count() - 1) / (all.seconds() - alone));
    }

    private record Run(int count, double seconds) {}

    private Run generate(final Generator generator, final int count) {
        final long start = SYSTEM.getProcessCpuTime();
        final int made = generator.generate(prompt,
                GenerationOptions.DEFAULT.maxNewTokens(count).sampling(Sampling.greedy())).tokens().size();
        return new Run(made, seconds(start));
    }
}
