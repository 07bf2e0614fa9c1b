package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.error.ModelRunException;
import dev.ingot.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SamplerTest {

    private static final int DRAWS = 20_000;

    private static SamplingPlan plan(final double temperature, final int topK, final double topP,
            final long seed) {
        return new SamplingPlan(LogitPlan.NONE, temperature, topK, topP, 0, 1, seed);
    }

    private static double[] frequencies(final SamplingPlan plan, final float... values) {
        final var sampler = new Sampler(plan);
        final var segment = Rows.of(values);
        final var counts = new double[values.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.next(segment, values.length)] += 1.0 / DRAWS;
        }
        return counts;
    }

    private static void checkDistribution(final SamplingPlan plan) {
        final float[] values = {1.5f, -0.5f, 2f, 0f, 1f, 2.25f, -3f, 0.5f};
        final double[] found = frequencies(plan, values);
        final double[] wanted = ReferenceSampler.probabilities(plan, values, List.of(), List.of());
        for (int i = 0; i < values.length; i++) {
            assertThat(found[i]).as("token %d of %s", i, plan).isCloseTo(wanted[i], within(0.015));
            if (wanted[i] == 0) {
                assertThat(found[i]).as("token %d is impossible", i).isZero();
            }
        }
    }

    @Test
    void drawsFollowTheDistribution() {
        checkDistribution(plan(1, 0, 1, 1));
        checkDistribution(plan(0.6, 0, 1, 2));
        checkDistribution(plan(1, 3, 1, 3));
        checkDistribution(plan(1, 0, 0.7, 4));
        checkDistribution(plan(0.8, 5, 0.8, 5));
        checkDistribution(plan(2, 100, 0.5, 6));
    }

    @Test
    void theTokenThatCrossesTopPIsKept() {
        // Two equal tokens hold half of the mass each: the first one alone does not reach 0.6.
        final double[] found = frequencies(plan(1, 0, 0.6, 1), 3, 3, -90);
        assertThat(found[0]).isCloseTo(0.5, within(0.015));
        assertThat(found[1]).isCloseTo(0.5, within(0.015));
    }

    @Test
    void temperatureActsBeforeTopP() {
        // At temperature 1 the best token holds 0.64 and would do alone; at 3 it holds 0.42 and needs the second.
        final double[] found = frequencies(plan(3, 0, 0.6, 1), 1, 0, 0, 0);
        assertThat(Arrays.stream(found).filter(f -> f > 0).count()).isGreaterThan(1);
    }

    @Test
    void greedyTakesTheLowestOfEqualIds() {
        final var plan = plan(0, 50, 0.9, 1);
        assertThat(new Sampler(plan).next(Rows.of(0, 7, 3, 7), 4)).isEqualTo(1);
        final var topOne = plan(1, 1, 1, 1);
        assertThat(new Sampler(topOne).next(Rows.of(0, 7, 3, 7), 4)).isEqualTo(1);
    }

    @Test
    void scalarAndVectorKernelsChooseAlike() {
        final var random = new SplittableRandom(5);
        for (int round = 0; round < 60; round++) {
            final int vocabulary = random.nextInt(1, 3000);
            final var plan = new SamplingPlan(LogitPlan.NONE, random.nextDouble(0.1, 3),
                    random.nextInt(0, 60), random.nextDouble(0.05, 1), random.nextDouble(0, 0.1),
                    random.nextDouble(0.5, 1), round);
            final var scalar = new Sampler(plan, Kernels.scalar().logits());
            final var active = new Sampler(plan, Kernels.active().logits());
            for (int step = 0; step < 20; step++) {
                final var values = new float[vocabulary];
                for (int i = 0; i < vocabulary; i++) {
                    values[i] = (float) random.nextGaussian(0, 4);
                }
                final var segment = Rows.of(values);
                assertThat(active.next(segment, vocabulary))
                        .isEqualTo(scalar.next(segment, vocabulary));
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
            final var sampler = new Sampler(plan(10 * spread, 25, 1, 1));
            final var segment = Rows.of(values);
            for (int i = 0; i < 500; i++) {
                assertThat(allowed).contains(sampler.next(segment, values.length));
            }
        }
    }

    @Test
    void impossibleTokensAreNeverDrawn() {
        final float no = Float.NEGATIVE_INFINITY;
        for (final var plan : new SamplingPlan[]{plan(5, 0, 1, 1),
                plan(5, 3, 1, 1), plan(5, 0, 0.999, 1)}) {
            final double[] found = frequencies(plan, no, 1, no, Float.NaN, 1, no);
            assertThat(found[1] + found[4]).as(plan.toString()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void logitsThatAreNoNumbersAreAnError() {
        final var sampler = new Sampler(plan(1, 0, 1, 1));
        final var broken = Rows.of(Float.NaN, Float.NaN);
        assertThatThrownBy(() -> sampler.next(broken, 2))
                .isInstanceOf(ModelRunException.class).hasMessageContaining("NaN");
    }
}
