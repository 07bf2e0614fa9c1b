package dev.ingot.bench;

import dev.ingot.runtime.GenerationOptions;
import dev.ingot.runtime.Generator;
import dev.ingot.runtime.GeneratorOptions;
import dev.ingot.runtime.Sampling;
import dev.ingot.runtime.TextSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Seconds until the first token of a turn that adds a little to a long text: with the text held, and from scratch. */
final class WarmTurn implements AutoCloseable {

    private static final int ADDED = 20;
    /** Allowed beyond the share of the new tokens: short steps are less efficient, and their attention is the deepest. */
    private static final double ALLOWANCE = 2;

    private final Generator generator;
    private final TextSession text;
    private final GenerationOptions one = GenerationOptions.DEFAULT.maxNewTokens(1)
            .sampling(Sampling.greedy());
    private final List<Double> warm = new ArrayList<>();
    private final List<Double> cold = new ArrayList<>();

    WarmTurn(final Path directory, final int threads) {
        generator = Generator.open(directory, GeneratorOptions.DEFAULT.threads(threads));
        text = generator.text();
    }

    void round() {
        final int[] whole = Prompts.random(SpeedCase.LONG + ADDED);
        text.generate(Prompts.random(SpeedCase.LONG), one);
        warm.add(text.generate(whole, one).timings().prefill().toNanos() / 1e9);
        cold.add(generator.generate(whole, one).timings().prefill().toNanos() / 1e9);
    }

    /** Prints the figures; returns whether the warm turn costs what its new tokens do. */
    boolean print() {
        final double ratio = Figures.median(warm) / Figures.median(cold);
        final double limit = ALLOWANCE * ADDED / (SpeedCase.LONG + ADDED);
        System.out.printf(
                "first token of a turn that adds %d to %d tokens, seconds: %s; from scratch %s; ratio %.4f"
                        + " (limit %.4f): %s%n",
                ADDED, SpeedCase.LONG, Figures.spread("%.3f", warm),
                Figures.spread("%.3f", cold), ratio, limit, ratio <= limit ? "kept" : "MISSED");
        return ratio <= limit;
    }

    List<Double> warm() {
        return warm;
    }

    List<Double> cold() {
        return cold;
    }

    @Override
    public void close() {
        generator.close();
    }
}
