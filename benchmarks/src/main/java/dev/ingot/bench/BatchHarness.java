package dev.ingot.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.ingot.runtime.Generation;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares requests made at the same time with the same requests one after another, in interleaved rounds. Ends with status
 * 1 when four at a time are less than twice as fast.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.BatchHarness \
 *     -Djmh.args="--model /tmp/random-qwen-int4 [--threads 2] [--rounds 5] [--prompt 32] [--tokens 64]"
 * </pre>
 */
public final class BatchHarness {

    private static final List<Integer> AT_ONCE = List.of(1, 2, 4, 8);
    private static final int GOAL_AT = 4;
    private static final double GOAL = 2;

    private final Generator generator;
    private final GenerationOptions options;
    private final int promptTokens;

    private BatchHarness(final Generator generator, final int promptTokens, final int tokens) {
        this.generator = generator;
        this.promptTokens = promptTokens;
        options = GenerationOptions.DEFAULT.sampling(Sampling.greedy()).minNewTokens(tokens)
                .maxNewTokens(tokens);
    }

    /** Tokens per second of wall time and of processor time of the process. */
    private record Speed(double wall, double processor) {

        static Speed of(final int tokens, final long nanos, final long processorNanos) {
            return new Speed(tokens * 1e9 / nanos, tokens * 1e9 / processorNanos);
        }
    }

    /** A way to make all of some requests. */
    private interface Way {

        List<Generation> run(int requests) throws InterruptedException, ExecutionException;
    }

    /**
     * Runs the comparison.
     *
     * @param args as in the description of the class
     * @throws InterruptedException if it is interrupted
     * @throws ExecutionException   if a request fails
     */
    public static void main(final String[] args) throws InterruptedException, ExecutionException {
        final var arguments = Arguments.parse(args, "--model", "--threads", "--rounds", "--prompt",
                "--tokens");
        final int threads = (int) arguments.number("--threads", 2);
        final var loading = GeneratorOptions.DEFAULT.threads(threads).sequences(AT_ONCE.getLast());
        boolean kept = true;
        try (var generator = Generator.open(Path.of(arguments.required("--model")), loading)) {
            System.out.println(Figures.environment() + ", " + threads + " threads");
            final var harness = new BatchHarness(generator, (int) arguments.number("--prompt", 32),
                    (int) arguments.number("--tokens", 64));
            for (final int requests : AT_ONCE) {
                kept &= harness.compare(requests, (int) arguments.number("--rounds", 5));
            }
        }
        if (!kept) {
            System.exit(1);
        }
    }

    private boolean compare(final int requests, final int rounds)
            throws InterruptedException, ExecutionException {
        final var single = new ArrayList<Speed>();
        final var together = new ArrayList<Speed>();
        for (int round = -1; round < rounds; round++) {
            final Speed first = time(this::oneAfterAnother, requests);
            final Speed second = time(this::together, requests);
            if (round >= 0) {
                single.add(first);
                together.add(second);
            }
        }
        final var walls = new ArrayList<Double>();
        final var processors = new ArrayList<Double>();
        for (int i = 0; i < rounds; i++) {
            walls.add(together.get(i).wall() / single.get(i).wall());
            processors.add(together.get(i).processor() / single.get(i).processor());
        }
        System.out.printf(
                "%d requests: one after another %s, together %s tokens/s; ratio %s; by processor time %s%n",
                requests, Figures.spread("%.1f", single.stream().map(Speed::wall).toList()),
                Figures.spread("%.1f", together.stream().map(Speed::wall).toList()),
                Figures.spread("%.2f", walls), Figures.spread("%.2f", processors));
        return requests != GOAL_AT || Figures.median(walls) >= GOAL;
    }

    private static Speed time(final Way way, final int requests)
            throws InterruptedException, ExecutionException {
        final var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        final long processor = system.getProcessCpuTime();
        final long start = System.nanoTime();
        final int tokens = way.run(requests).stream().mapToInt(it -> it.tokens().size()).sum();
        return Speed.of(tokens, System.nanoTime() - start, system.getProcessCpuTime() - processor);
    }

    /** Of different lengths, so that rows are not in step. */
    private int[] prompt(final int request) {
        return Arrays.copyOf(Prompts.random(promptTokens + AT_ONCE.getLast()), promptTokens + request);
    }

    private List<Generation> oneAfterAnother(final int requests) {
        final var answers = new ArrayList<Generation>();
        for (int i = 0; i < requests; i++) {
            answers.add(generator.generate(prompt(i), options));
        }
        return answers;
    }

    private List<Generation> together(final int requests) throws InterruptedException, ExecutionException {
        final var answers = new ArrayList<Future<Generation>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                final int[] prompt = prompt(i);
                answers.add(threads.submit(() -> generator.generate(prompt, options)));
            }
        }
        final var results = new ArrayList<Generation>();
        for (final var answer : answers) {
            results.add(answer.get());
        }
        return results;
    }
}
