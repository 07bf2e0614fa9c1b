package dev.ingot.bench;

import ai.onnxruntime.OrtException;
import dev.ingot.runtime.GeneratorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a model with one whose gate and up projections are one product each, in a bare ONNX Runtime loop, in turns within
 * one process. Of each round it takes the ratio of the times, by the clock and of the processor; what it prints are medians
 * with their quartiles, the ratio of times that other work has hardly disturbed (the fastest tenth's), and that of all processor
 * time. Above 1 means that the joined product is faster.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.GateHarness \
 *     -Djmh.args="--model /tmp/random-qwen-int4 --work /tmp/random-qwen-joined [--steps 200] [--prefills 10]"
 * </pre>
 */
public final class GateHarness {

    private static final int CONTEXT = 128;
    private static final int LONG = 512;
    private static final int SAMPLE = 8;

    private record Times(double clock, double processor) {

        static Times of(final Work work) throws OrtException {
            final long start = System.nanoTime();
            final long processor = Figures.processorNanos();
            work.run();
            return new Times((double) System.nanoTime() - start,
                    (double) Figures.processorNanos() - processor);
        }
    }

    /** Something to be timed. */
    private interface Work {

        void run() throws OrtException;
    }

    private GateHarness() {}

    /**
     * Runs the comparison.
     *
     * @param args as in the description of the class
     * @throws OrtException if ONNX Runtime fails
     * @throws IOException  if the other model cannot be written
     */
    public static void main(final String[] args) throws OrtException, IOException {
        final var arguments = Arguments.parse(args, "--model", "--work", "--steps", "--prefills");
        final var model = Path.of(arguments.required("--model"));
        final var joined = Path.of(arguments.required("--work"));
        if (!Files.exists(joined)) {
            FusedGates.write(model, joined);
        }
        System.out.println(Figures.environment());
        for (final int threads : List.of(1, 2)) {
            final long spin = GeneratorOptions.DEFAULT.spin().toNanos() / 1000;
            try (var one = new BareModel(model, threads, spin);
                    var other = new BareModel(joined, threads, spin);
                    var apart = new SharedLoop(one, LONG + 1);
                    var together = new SharedLoop(other, LONG + 1)) {
                same(apart, together);
                try (var plain = apart.step(CONTEXT); var fused = together.step(CONTEXT)) {
                    compare(threads + " threads, decoding", plain::run, fused::run,
                            (int) arguments.number("--steps", 200));
                }
                for (final int length : List.of(CONTEXT, LONG)) {
                    final int[] prompt = Prompts.random(length);
                    compare(threads + " threads, prefill of " + length, () -> apart.run(prompt, 1),
                            () -> together.run(prompt, 1), (int) arguments.number("--prefills", 10));
                }
            }
        }
    }

    private static void same(final SharedLoop apart, final SharedLoop together) throws OrtException {
        final int[] prompt = Prompts.random(CONTEXT);
        final var expected = apart.run(prompt, SAMPLE).tokens();
        final var found = together.run(prompt, SAMPLE).tokens();
        if (!found.equals(expected)) {
            throw new IllegalStateException("other tokens: " + found + ", expected " + expected);
        }
    }

    private static void compare(final String name, final Work apart, final Work together, final int rounds)
            throws OrtException {
        final List<Double> clock = new ArrayList<>();
        final List<Double> processor = new ArrayList<>();
        final List<Times> plains = new ArrayList<>();
        final List<Times> fuseds = new ArrayList<>();
        for (int round = -2; round < rounds; round++) {
            final boolean turned = (round & 1) != 0; // whoever comes second finds the caches as the other left them
            final Times first = Times.of(turned ? together : apart);
            final Times second = Times.of(turned ? apart : together);
            if (round >= 0) {
                final Times plain = turned ? second : first;
                final Times fused = turned ? first : second;
                clock.add(plain.clock() / fused.clock());
                processor.add(plain.processor() / fused.processor());
                plains.add(plain);
                fuseds.add(fused);
            }
        }
        System.out.printf("%-27s clock %s, of undisturbed ones %.3f, processor %s, in all %.3f%n", name,
                quartiles(clock), undisturbed(plains) / undisturbed(fuseds), quartiles(processor),
                processorTime(plains) / processorTime(fuseds));
    }

    /** The time that a tenth of all stays below. */
    private static double undisturbed(final List<Times> times) {
        return times.stream().mapToDouble(Times::clock).sorted().skip(times.size() / 10).findFirst()
                .orElseThrow();
    }

    private static double processorTime(final List<Times> times) {
        return times.stream().mapToDouble(Times::processor).sum();
    }

    private static String quartiles(final List<Double> values) {
        final var sorted = values.stream().sorted().toList();
        return "%.3f (%.3f - %.3f)".formatted(Figures.median(sorted), sorted.get(sorted.size() / 4),
                sorted.get(sorted.size() * 3 / 4));
    }
}
