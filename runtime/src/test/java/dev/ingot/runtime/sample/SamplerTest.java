package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.error.ModelRunException;
import dev.ingot.kernel.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SamplerTest {

    private static final int DRAWS = 20_000;

    private static MemorySegment logits(final float... values) {
        final var segment = Arena.ofAuto().allocate((long) values.length * Float.BYTES, 64);
        MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, 0, values.length);
        return segment;
    }

    private static double[] frequencies(final SamplingPlan plan, final float... values) {
        final var sampler = new Sampler(plan);
        final var segment = logits(values);
        final var counts = new double[values.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.next(segment, values.length, new SeenTokens())] += 1.0 / DRAWS;
        }
        return counts;
    }

    /** The textbook: full soft-max, ranking, cuts and renormalisation. */
    private static double[] expected(final SamplingPlan plan, final float... values) {
        final Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Float.compare(values[b], values[a]));
        final int k = plan.topK() == 0 ? values.length : Math.min(plan.topK(), values.length);
        final var weights = new double[values.length];
        double mass = 0;
        for (int i = 0; i < k; i++) {
            weights[order[i]] = Math.exp(values[order[i]] / plan.temperature());
            mass += weights[order[i]];
        }
        double kept = 0;
        for (int i = 0; i < k; i++) {
            if (kept >= plan.topP() * mass) {
                weights[order[i]] = 0;
            }
            kept += weights[order[i]];
        }
        final double total = kept;
        return Arrays.stream(weights).map(w -> w / total).toArray();
    }

    private static void checkDistribution(final SamplingPlan plan) {
        final float[] values = {1.5f, -0.5f, 2f, 0f, 1f, 2.25f, -3f, 0.5f};
        final double[] found = frequencies(plan, values);
        final double[] wanted = expected(plan, values);
        for (int i = 0; i < values.length; i++) {
            assertThat(found[i]).as("token %d of %s", i, plan).isCloseTo(wanted[i], within(0.015));
            if (wanted[i] == 0) {
                assertThat(found[i]).as("token %d is impossible", i).isZero();
            }
        }
    }

    @Test
    void drawsFollowTheDistribution() {
        checkDistribution(new SamplingPlan(1, 0, 1, 1, 1));
        checkDistribution(new SamplingPlan(0.6, 0, 1, 1, 2));
        checkDistribution(new SamplingPlan(1, 3, 1, 1, 3));
        checkDistribution(new SamplingPlan(1, 0, 0.7, 1, 4));
        checkDistribution(new SamplingPlan(0.8, 5, 0.8, 1, 5));
        checkDistribution(new SamplingPlan(2, 100, 0.5, 1, 6));
    }

    @Test
    void theTokenThatCrossesTopPIsKept() {
        // Two equal tokens hold half of the mass each: the first one alone does not reach 0.6.
        final double[] found = frequencies(new SamplingPlan(1, 0, 0.6, 1, 1), 3, 3, -90);
        assertThat(found[0]).isCloseTo(0.5, within(0.015));
        assertThat(found[1]).isCloseTo(0.5, within(0.015));
    }

    @Test
    void temperatureActsBeforeTopP() {
        // At temperature 1 the best token holds 0.64 and would do alone; at 3 it holds 0.42 and needs the second.
        final double[] found = frequencies(new SamplingPlan(3, 0, 0.6, 1, 1), 1, 0, 0, 0);
        assertThat(Arrays.stream(found).filter(f -> f > 0).count()).isGreaterThan(1);
    }

    @Test
    void greedyTakesTheLowestOfEqualIds() {
        final var plan = new SamplingPlan(0, 50, 0.9, 1, 1);
        assertThat(new Sampler(plan).next(logits(0, 7, 3, 7), 4, new SeenTokens())).isEqualTo(1);
        final var topOne = new SamplingPlan(1, 1, 1, 1, 1);
        assertThat(new Sampler(topOne).next(logits(0, 7, 3, 7), 4, new SeenTokens())).isEqualTo(1);
    }

    @Test
    void repetitionPenaltyCountsEachTokenOnce() {
        final var seen = new SeenTokens();
        for (int i = 0; i < 100; i++) {
            seen.add(0);
            seen.add(2);
        }
        final var segment = logits(3, 1.4f, -1, 5_000_000f);
        new Sampler(new SamplingPlan(0, 0, 1, 2, 1)).next(segment, 3, seen);
        assertThat(segment.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(1.5f, 1.4f, -2, 5_000_000f);
    }

    /** Expected ids: the documented rules written down a second time, in Python, with a full sort. */
    @Test
    void seedsReproduceOnEveryPlatform() {
        assertThat(goldenDraws(new SamplingPlan(0.9, 40, 0.95, 1.1, 42)))
                .containsExactly(206, 182, 2190, 1460, 1061, 2739, 4810, 2121, 242, 2584, 3678, 3527);
        assertThat(goldenDraws(new SamplingPlan(0.9, 0, 0.95, 1, 42)))
                .containsExactly(923, 2096, 4620, 4382, 4247, 45, 731, 4095, 244, 998, 2335, 2112);
        assertThat(goldenDraws(new SamplingPlan(1.3, 0, 1, 1, -7)))
                .containsExactly(2121, 2378, 4542, 844, 2855, 4025, 2737, 47, 238, 1989, 3084, 2478);
    }

    /** Logits are whole numbers divided by a power of two: the same floats everywhere. */
    private static int[] goldenDraws(final SamplingPlan plan) {
        final var seen = new SeenTokens();
        final var sampler = new Sampler(plan);
        final var result = new int[12];
        for (int step = 0; step < result.length; step++) {
            final var values = new float[5000];
            for (int i = 0; i < values.length; i++) {
                final long product = (i + 1L) * (step + 7L) * 2_654_435_761L;
                values[i] = (((product ^ (product >>> 29)) & 0x1FFFFF) - (1 << 20)) / (float) (1 << 16);
            }
            result[step] = sampler.next(logits(values), values.length, seen);
            seen.add(result[step]);
        }
        return result;
    }

    @Test
    void scalarAndVectorKernelsChooseAlike() {
        final var random = new SplittableRandom(5);
        for (int round = 0; round < 60; round++) {
            final int vocabulary = random.nextInt(1, 3000);
            final var plan = new SamplingPlan(random.nextDouble(0.1, 3), random.nextInt(0, 60),
                    random.nextDouble(0.05, 1), 1, round);
            final var scalar = new Sampler(plan, Kernels.scalar().logits());
            final var active = new Sampler(plan, Kernels.active().logits());
            for (int step = 0; step < 20; step++) {
                final var values = new float[vocabulary];
                for (int i = 0; i < vocabulary; i++) {
                    values[i] = (float) random.nextGaussian(0, 4);
                }
                final var segment = logits(values);
                assertThat(active.next(segment, vocabulary, new SeenTokens()))
                        .isEqualTo(scalar.next(segment, vocabulary, new SeenTokens()));
            }
        }
    }

    @Test
    void topKTakesTheBestOfAnySpread() {
        for (final float spread : new float[]{1e-3f, 1, 100, 1e6f}) {
            final var random = new SplittableRandom(11);
            final var values = new float[4000];
            final var best = new TreeMap<Float, Integer>();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian(0, spread);
                best.put(-values[i], i);
            }
            final var allowed = best.values().stream().limit(25).toList();
            final var sampler = new Sampler(new SamplingPlan(10 * spread, 25, 1, 1, 1));
            final var segment = logits(values);
            for (int i = 0; i < 500; i++) {
                assertThat(allowed).contains(sampler.next(segment, values.length, new SeenTokens()));
            }
        }
    }

    @Test
    void impossibleTokensAreNeverDrawn() {
        final float no = Float.NEGATIVE_INFINITY;
        for (final var plan : new SamplingPlan[]{new SamplingPlan(5, 0, 1, 1, 1),
                new SamplingPlan(5, 3, 1, 1, 1), new SamplingPlan(5, 0, 0.999, 1, 1)}) {
            final double[] found = frequencies(plan, no, 1, no, Float.NaN, 1, no);
            assertThat(found[1] + found[4]).as(plan.toString()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void logitsThatAreNoNumbersAreAnError() {
        final var sampler = new Sampler(new SamplingPlan(1, 0, 1, 1, 1));
        final var broken = logits(Float.NaN, Float.NaN);
        assertThatThrownBy(() -> sampler.next(broken, 2, new SeenTokens()))
                .isInstanceOf(ModelRunException.class).hasMessageContaining("NaN");
    }
}
