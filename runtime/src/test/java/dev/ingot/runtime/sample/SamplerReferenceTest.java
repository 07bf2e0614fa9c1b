package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The sampler beside {@link ReferenceSampler}, on seeded plans, texts and logits. */
final class SamplerReferenceTest {

    private static final int DRAWS = 2000;

    @Test
    void penaltiesAndMasksAreThoseOfTheReference() {
        for (int seed = 0; seed < 40; seed++) {
            final var random = new SplittableRandom(seed);
            final int vocabulary = random.nextInt(5, 60);
            compare(new SamplingPlan(changes(random, vocabulary), random.nextDouble(0.3, 2), 0, 1, 0, 1,
                    seed),
                    vocabulary, random);
        }
    }

    @Test
    void cutsAreThoseOfTheReference() {
        for (int seed = 100; seed < 180; seed++) {
            final var random = new SplittableRandom(seed);
            final int vocabulary = random.nextInt(5, 200);
            compare(cuts(random, LogitPlan.NONE, seed), vocabulary, random);
        }
    }

    @Test
    void everythingTogetherIsThatOfTheReference() {
        for (int seed = 200; seed < 260; seed++) {
            final var random = new SplittableRandom(seed);
            final int vocabulary = random.nextInt(30, 1500);
            compare(cuts(random, changes(random, vocabulary), seed), vocabulary, random);
        }
    }

    private static SamplingPlan cuts(final SplittableRandom random, final LogitPlan changes,
            final long seed) {
        return new SamplingPlan(changes, random.nextDouble(0.3, 3),
                random.nextBoolean() ? random.nextInt(2, 80) : 0,
                random.nextBoolean() ? random.nextDouble(0.1, 1) : 1,
                random.nextBoolean() ? random.nextDouble(0, 0.5) : 0,
                random.nextBoolean() ? random.nextDouble(0.1, 1) : 1, seed);
    }

    private static LogitPlan changes(final SplittableRandom random, final int vocabulary) {
        final Map<Integer, Double> bias = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            bias.put(random.nextInt(vocabulary), random.nextDouble(-5, 5));
        }
        return new LogitPlan(bias, random.nextBoolean() ? random.nextDouble(0.5, 2) : 1,
                random.nextDouble(-1, 1), random.nextDouble(-1, 1), random.nextInt(0, 4),
                random.nextInt(0, 20), Set.of(random.nextInt(vocabulary)));
    }

    private static void compare(final SamplingPlan plan, final int vocabulary,
            final SplittableRandom random) {
        final var prompt = text(random, vocabulary);
        final var answer = text(random, vocabulary);
        final var values = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            values[i] = (float) random.nextGaussian(0, 3);
        }
        final double[] expected = ReferenceSampler.probabilities(plan, values, prompt, answer);
        final double[] found = frequencies(plan, values, prompt, answer);
        for (int id = 0; id < vocabulary; id++) {
            assertThat(found[id]).as("token %d of %s", id, plan).isCloseTo(expected[id], within(0.05));
            if (expected[id] == 0) {
                assertThat(found[id]).as("token %d is impossible in %s", id, plan).isZero();
            }
            if (expected[id] > 0.01) {
                assertThat(found[id]).as("token %d is possible in %s", id, plan).isPositive();
            }
        }
    }

    private static List<Integer> text(final SplittableRandom random, final int vocabulary) {
        final var text = new ArrayList<Integer>();
        for (int i = random.nextInt(0, 12); i > 0; i--) {
            text.add(random.nextInt(Math.min(vocabulary, 4)));
        }
        return text;
    }

    private static double[] frequencies(final SamplingPlan plan, final float[] values,
            final List<Integer> prompt, final List<Integer> answer) {
        final var sampler = new Sampler(plan);
        sampler.begin(prompt.stream().mapToInt(Integer::intValue).toArray(), prompt.size());
        answer.forEach(sampler::accept);
        final var counts = new double[values.length];
        final var row = Rows.of(values);
        for (int i = 0; i < DRAWS; i++) {
            MemorySegment.copy(values, 0, row, ValueLayout.JAVA_FLOAT, 0, values.length);
            counts[sampler.next(row, values.length)] += 1.0 / DRAWS;
        }
        return counts;
    }
}
