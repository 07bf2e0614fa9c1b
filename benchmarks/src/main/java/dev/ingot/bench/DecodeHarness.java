package dev.ingot.bench;

import ai.onnxruntime.OrtException;
import dev.ingot.runtime.GeneratorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares decoding by Ingot's generator with bare ONNX Runtime loops on the same graph with the same threads, in
 * interleaved rounds. Ends with status 1 when Ingot is below its limit or the tokens differ.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.DecodeHarness \
 *     -Djmh.args="--model /tmp/random-qwen-int4 [--threads 2] [--rounds 7] [--prompt 128] [--tokens 128] [--spin US]"
 * </pre>
 *
 * <p>All spin as Ingot does unless {@code --spin} gives another number of microseconds; {@code --spin -1} leaves the
 * bare loops at ONNX Runtime's default.
 */
public final class DecodeHarness {

    private static final double MIN_RATIO = 0.97;

    private DecodeHarness() {}

    /**
     * Runs the comparison.
     *
     * @param args as in the description of the class
     * @throws OrtException if ONNX Runtime fails
     */
    public static void main(final String[] args) throws OrtException {
        final var arguments = Arguments.parse(args, "--model", "--threads", "--rounds", "--prompt",
                "--tokens",
                "--spin");
        final var directory = Path.of(arguments.required("--model"));
        final int threads = (int) arguments.number("--threads", 2);
        final int count = (int) arguments.number("--tokens", 128);
        final int[] prompt = Prompts.random(arguments.number("--prompt", 128));
        final long spin = arguments.number("--spin", GeneratorOptions.DEFAULT.spin().toNanos() / 1000);
        var options = GeneratorOptions.DEFAULT.threads(threads);
        if (spin != BareModel.DEFAULT_SPIN) {
            options = options.spin(Duration.ofNanos(spin * 1000));
        }
        final boolean kept;
        try (var bare = new BareModel(directory, threads, spin);
                var plain = new PlainLoop(bare);
                var shared = new SharedLoop(bare, prompt.length + count);
                var ingot = new IngotLoop(directory, options)) {
            System.out.println(Figures.environment() + ", " + threads + " threads");
            kept = compare(List.of(ingot, plain, shared), prompt, count,
                    (int) arguments.number("--rounds", 7));
        }
        if (!kept) {
            System.exit(1);
        }
    }

    private static boolean compare(final List<DecodeLoop> loops, final int[] prompt, final int count,
            final int rounds)
            throws OrtException {
        final var expected = loops.getLast().run(prompt, count).tokens();
        boolean same = true;
        final Map<String, List<Double>> speeds = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < loops.size(); i++) {
                // Each takes every place in the order, so that none always follows the same one.
                final var loop = loops.get((i + round + 1) % loops.size());
                final var run = loop.run(prompt, count);
                same &= agrees(loop, run.tokens(), expected);
                if (round >= 0) {
                    speeds.computeIfAbsent(loop.name(), name -> new ArrayList<>()).add(run.tokensPerSecond());
                    System.out.printf("round %d  %-18s %7.2f tokens/s%n", round + 1, loop.name(),
                            run.tokensPerSecond());
                }
            }
        }
        return report(loops, speeds) && same;
    }

    /** Ingot stops at an end token, which the bare loops do not know. */
    private static boolean agrees(final DecodeLoop loop, final List<Integer> tokens,
            final List<Integer> expected) {
        final boolean same = tokens.equals(expected.subList(0, Math.min(tokens.size(), expected.size())));
        if (!same) {
            System.out.println(loop.name() + " gave other tokens: " + tokens + ", expected " + expected);
        }
        return same;
    }

    private static boolean report(final List<DecodeLoop> loops, final Map<String, List<Double>> speeds) {
        final double ingot = Figures.median(speeds.getOrDefault(loops.getFirst().name(), List.of()));
        boolean kept = true;
        for (final var entry : speeds.entrySet()) {
            final double median = Figures.median(entry.getValue());
            System.out.printf("median   %-18s %7.2f tokens/s%n", entry.getKey(), median);
            if (!entry.getKey().equals(loops.getFirst().name())) {
                System.out.printf("         Ingot / %s: %.3f (limit %.2f)%n", entry.getKey(), ingot / median,
                        MIN_RATIO);
                kept &= ingot >= MIN_RATIO * median;
            }
        }
        return kept;
    }
}
