package dev.ingot.bench;

import dev.ingot.runtime.sample.LogitPlan;
import dev.ingot.runtime.sample.ModelScores;
import dev.ingot.runtime.sample.Sampler;
import dev.ingot.runtime.sample.SamplingPlan;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One step of the sampler over a vocabulary of 151,936, with 2,000 tokens of text behind it. Each step works on a fresh
 * copy of the logits, as ONNX Runtime writes them anew; {@link #copy} is that part alone. The median of single steps counts:
 * other work on the machine disturbs it little. {@code -prof gc} adds the garbage.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class SamplerBenchmark extends KernelBenchmark {

    private static final int VOCABULARY = 151_936;
    private static final int TEXT = 2000;

    /** What is done. */
    @Param({"greedy", "top-k 50 and top-p 0.9", "top-p 0.9", "min-p 0.05", "whole vocabulary",
            "everything with top-k 50"})
    public String plan;

    private MemorySegment original;
    private MemorySegment logits;
    private Sampler sampler;
    private ModelScores scores;

    /** Makes logits like those of a model: a bell, and thirty tokens above it. */
    @Setup(Level.Trial)
    public void setUp() {
        final var random = new SplittableRandom(1);
        original = arena.allocate((long) VOCABULARY * Float.BYTES, 64);
        logits = arena.allocate(original.byteSize(), 64);
        for (int i = 0; i < VOCABULARY; i++) {
            final double peak = i % 5000 == 7 ? 10 : 0;
            original.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (random.nextGaussian() * 2.5 + peak));
        }
        sampler = new Sampler(switch (plan) {
            case "greedy" -> plan(0, 0, 1, 0);
            case "top-k 50 and top-p 0.9" -> plan(0.7, 50, 0.9, 0);
            case "top-p 0.9" -> plan(0.7, 0, 0.9, 0);
            case "min-p 0.05" -> plan(0.7, 0, 1, 0.05);
            case "whole vocabulary" -> plan(0.7, 0, 1, 0);
            default ->
                new SamplingPlan(new LogitPlan(Map.of(5, 1.0), 1.1, 0.1, 0.1, 3, 0, Set.of()), 0.7, 50, 0.9,
                        0.05, 0.95, 1);
        });
        scores = new ModelScores(5);
        sampler.begin(random.ints(TEXT, 0, VOCABULARY).toArray(), TEXT);
    }

    private static SamplingPlan plan(final double temperature, final int topK, final double topP,
            final double minP) {
        return new SamplingPlan(LogitPlan.NONE, temperature, topK, topP, minP, 1, 1);
    }

    /** Chooses a token. */
    @Benchmark
    public int choose() {
        return sampler.next(copy(), VOCABULARY);
    }

    /** Chooses a token and says how probable it and the five best were. */
    @Benchmark
    public double chooseWithLogprobs() {
        scores.read(copy(), VOCABULARY);
        return scores.of(sampler.next(logits, VOCABULARY));
    }

    /** The copy alone. */
    @Benchmark
    public MemorySegment copy() {
        return logits.copyFrom(original);
    }
}
