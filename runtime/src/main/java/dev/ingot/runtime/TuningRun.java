package dev.ingot.runtime;

import dev.ingot.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A model loaded with some settings, timed on a short request. For one thread at a time. */
final class TuningRun implements AutoCloseable {

    private static final int PROMPT = 64;
    private static final int ANSWER = 24;
    private static final int ROUNDS = 5;
    private static final int IDS = 256; // small ones are ordinary tokens

    private final TunedSettings settings;
    private final Generator generator;
    private final int[] prompt;
    private final int answer;

    TuningRun(final OnnxModel model, final TunedSettings settings) {
        this.settings = settings;
        generator = Generator.open(model, settings.apply(GeneratorOptions.DEFAULT));
        prompt = new SplittableRandom(1).ints(Math.min(PROMPT, generator.contextLength() / 2), 0,
                Math.min(IDS, generator.vocabularySize())).toArray();
        answer = Math.clamp(generator.contextLength() - prompt.length, 1, ANSWER);
    }

    /** Runs both in turn, after a round that does not count. */
    static TuningTrial compare(final TuningRun standard, final TuningRun other) {
        standard.tokensPerSecond();
        other.tokensPerSecond();
        final var speeds = new ArrayList<Double>();
        final var ratios = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            // Each goes first in every other round.
            final double before = round % 2 == 0 ? standard.tokensPerSecond() : 0;
            final double found = other.tokensPerSecond();
            final double expected = round % 2 == 0 ? before : standard.tokensPerSecond();
            speeds.add(found);
            ratios.add(found / expected);
        }
        return new TuningTrial(other.settings, median(speeds), median(ratios),
                ratios.stream().mapToDouble(it -> it).min().orElseThrow(),
                ratios.stream().mapToDouble(it -> it).max().orElseThrow());
    }

    private static double median(final List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private double tokensPerSecond() {
        final long start = System.nanoTime();
        final var made = generator.generate(prompt, GenerationOptions.DEFAULT.minNewTokens(answer)
                .maxNewTokens(answer).sampling(Sampling.greedy()));
        return (prompt.length + made.timings().tokens()) / ((System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() {
        generator.close();
    }
}
