package dev.ingot.bench;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Seconds until the first token of a new text that begins like another one: copied, and computed.
 *
 * <pre>
 * mvn -q -Pbench -pl benchmarks -am verify -DskipTests -Dbench.main=dev.ingot.bench.PrefixHarness \
 *     -Djmh.args="--model /tmp/random-qwen-int4 [--threads 2] [--rounds 5] [--shared 2000] [--own 20]"
 * </pre>
 */
public final class PrefixHarness {

    private static final GenerationOptions ONE = GenerationOptions.DEFAULT.maxNewTokens(1)
            .sampling(Sampling.greedy());

    private PrefixHarness() {}

    /**
     * Prints the figures.
     *
     * @param args as in the description of the class
     */
    public static void main(final String[] args) {
        final var arguments = Arguments.parse(args, "--model", "--threads", "--rounds", "--shared", "--own");
        final int shared = (int) arguments.number("--shared", 2000);
        final int own = (int) arguments.number("--own", 20);
        final List<Double> copied = new ArrayList<>();
        final List<Double> computed = new ArrayList<>();
        try (var generator = Generator.open(Path.of(arguments.required("--model")),
                GeneratorOptions.DEFAULT.threads((int) arguments.number("--threads", 2)))) {
            System.out.println(Figures.environment());
            generator.text().generate(Prompts.random(shared), ONE);
            for (int round = 0; round < arguments.number("--rounds", 5); round++) {
                final int[] prompt = Prompts.random(shared + own);
                prompt[shared] = 300 + round; // unlike all before
                copied.add(generator.text().generate(prompt, ONE).timings().prefill().toNanos() / 1e9);
                computed.add(generator.generate(prompt, ONE).timings().prefill().toNanos() / 1e9);
            }
        }
        System.out.printf("first token of a new text of %d + %d tokens, seconds: copied %s; computed %s%n",
                shared, own, Figures.spread("%.3f", copied), Figures.spread("%.3f", computed));
    }
}
