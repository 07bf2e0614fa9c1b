package dev.ingot.bench;

import dev.ingot.runtime.Cancellation;
import dev.ingot.runtime.FinishReason;
import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a request goes on after it was cancelled inside the reading of a long prompt, at moments spread evenly over
 * that reading, and the same for deadlines. Ends with status 1 when one takes longer than the limit.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.CancelHarness \
 *     -Djmh.args="--model /tmp/random-qwen-int4 [--threads 2] [--prompt 2000] [--rounds 100] [--limit-ms 50]"
 * </pre>
 */
public final class CancelHarness {

    private static final int SEED = 5;
    private static final int LAST_ID = 256;
    private static final double MILLIS = 1e6;

    private final Generator generator;
    private final int[] prompt;
    private final long whole;

    private CancelHarness(final Generator generator, final int[] prompt) {
        this.generator = generator;
        this.prompt = prompt;
        read();
        whole = read();
    }

    /** Reads the prompt and returns how long that took, in nanoseconds. */
    private long read() {
        return generator.generate(prompt, GenerationOptions.DEFAULT.maxNewTokens(1)).timings().prefill()
                .toNanos();
    }

    /**
     * Runs the measurement.
     *
     * @param args as in the description of the class
     */
    public static void main(final String[] args) {
        final var arguments = Arguments.parse(args, "--model", "--threads", "--prompt", "--rounds",
                "--limit-ms");
        final int threads = (int) arguments.number("--threads", 2);
        final int rounds = (int) arguments.number("--rounds", 100);
        final long limit = arguments.number("--limit-ms", 50);
        final int[] prompt = new SplittableRandom(SEED).ints(arguments.number("--prompt", 2000), 0, LAST_ID)
                .toArray();
        final double worst;
        try (var generator = Generator.open(Path.of(arguments.required("--model")),
                GeneratorOptions.DEFAULT.threads(threads))) {
            System.out.println(Figures.environment() + ", " + threads + " threads");
            final var harness = new CancelHarness(generator, prompt);
            System.out.printf("reading %d tokens takes %.0f ms%n", prompt.length, harness.whole / MILLIS);
            worst = Math.max(harness.report("cancelled", rounds, harness::cancelled),
                    harness.report("deadline", rounds, harness::expired));
        }
        if (worst > limit) {
            System.exit(1);
        }
    }

    /** Measures one early end, so many nanoseconds after the request was made. */
    private interface Ending {

        /** Returns nanoseconds from the wish to the end, or -1 if the prompt was read before. */
        long after(long moment);
    }

    private double report(final String name, final int rounds, final Ending ending) {
        final double[] late = new double[rounds];
        int count = 0;
        for (int i = 0; i < rounds; i++) {
            final long found = ending.after(whole * (2L * i + 1) / (2L * rounds));
            if (found >= 0) {
                late[count++] = found / MILLIS;
            }
        }
        Arrays.sort(late, 0, count);
        System.out.printf("%-9s %d of %d inside the prompt; until the end: median %.1f, 90%% %.1f, 99%% %.1f,"
                + " worst %.1f ms%n", name, count, rounds, late[count / 2], late[count * 9 / 10],
                late[count * 99 / 100], late[count - 1]);
        return late[count - 1];
    }

    private long cancelled(final long moment) {
        final var cancellation = new Cancellation();
        final var wish = new AtomicLong();
        final var canceller = Thread.ofPlatform().start(() -> {
            pause(moment);
            wish.set(System.nanoTime());
            cancellation.cancel();
        });
        final var found = generator.generate(prompt,
                GenerationOptions.DEFAULT.maxNewTokens(1).cancellation(cancellation));
        final long end = System.nanoTime();
        join(canceller);
        return found.finishReason() == FinishReason.CANCELLED ? end - wish.get() : -1;
    }

    private long expired(final long moment) {
        final long start = System.nanoTime();
        final var found = generator.generate(prompt,
                GenerationOptions.DEFAULT.maxNewTokens(1).deadline(Duration.ofNanos(moment)));
        return found.finishReason() == FinishReason.DEADLINE ? System.nanoTime() - start - moment : -1;
    }

    private static void pause(final long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
