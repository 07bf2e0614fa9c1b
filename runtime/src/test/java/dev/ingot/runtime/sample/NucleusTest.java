package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Long beginnings of the ranking, beside full sorts in float64: the tokens of the same draws, but where a draw is as near the
 * border of two tokens as the mass of all is exact.
 */
final class NucleusTest {

    private static final int VOCABULARY = 30_000;
    private static final int DRAWS = 300;
    private static final double TOLERANCE = 1e-6;

    /** Logits are a bell; coarse ones have many ties. */
    @ParameterizedTest
    @CsvSource({
            "1,    0.95,   0,    2.5, 0",
            "1,    0.95,   0,    2.5, 8",
            "0.7,  0.5,    0,    0.8, 0",
            "1.5,  0.9,    0,    2.5, 0",
            "3,    0.999,  0,    2.5, 0",
            "3,    0.3,    0,    1,   4",
            "40,   0.6,    0,    2,   0",
            "1,    0.9999, 0,    2,   0",
            "1,    0.01,   0,    0.1, 0",
            "1,    0.9,    0.001, 2,  0",
            "2,    0.4,    0.05, 2,   2",
            "0.01, 0.5,    0,    0.0005, 0",
    })
    void tokensAreThoseOfFullSorts(final double temperature, final double topP, final double minP,
            final double spread, final int ties) {
        final var random = new SplittableRandom(3);
        final var logits = new float[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            final double value = random.nextGaussian(0, spread);
            logits[i] = (float) (ties > 0 ? Math.rint(value * ties) / ties : value);
        }
        for (int i = 0; i < VOCABULARY; i += 7) {
            logits[i] = Float.NEGATIVE_INFINITY;
        }
        final var plan = new SamplingPlan(LogitPlan.NONE, temperature, 0, topP, minP, 1, 5);
        final var sampler = new Sampler(plan);
        final var draws = new Draws(5);
        final var sorted = new Sorted(logits, plan);
        final MemorySegment row = Rows.of(logits);
        int exact = 0;
        for (int i = 0; i < DRAWS; i++) {
            final int found = sampler.next(row, VOCABULARY);
            final double part = draws.next();
            final int place = sorted.ranking.indexOf(found);
            exact += sorted.draw(part) == place ? 1 : 0;
            assertThat(place).as("draw %d of %s", i, part).isBetween(sorted.draw(part - TOLERANCE),
                    sorted.draw(part + TOLERANCE));
        }
        assertThat(exact).isGreaterThan(DRAWS * 9 / 10);
    }

    /** The textbook. */
    private static final class Sorted {

        private final List<Integer> ranking;
        private final double[] weights;
        private final int kept;
        private final double mass;

        Sorted(final float[] logits, final SamplingPlan plan) {
            ranking = IntStream.range(0, logits.length).boxed()
                    .sorted(Comparator.<Integer>comparingDouble(id -> -logits[id])
                            .thenComparingInt(id -> id))
                    .toList();
            final float max = logits[ranking.getFirst()];
            weights = ranking.stream()
                    .mapToDouble(id -> Math.exp(((double) logits[id] - max) / plan.temperature())).toArray();
            final double wanted = plan.topP() * Arrays.stream(weights).sum();
            double sum = weights[0];
            int end = 1;
            while (end < weights.length && sum < wanted) {
                sum += weights[end++];
            }
            while (end > 1 && weights[end - 1] < plan.minP()) {
                sum -= weights[--end];
            }
            kept = end;
            mass = sum;
        }

        /** Returns the place of a token. */
        int draw(final double part) {
            double left = part * mass;
            int place = 0;
            while (place < kept - 1 && left >= weights[place]) {
                left -= weights[place++];
            }
            return place;
        }
    }

    @Test
    void whatIsNoNumberIsNeverDrawn() {
        final var logits = new float[5000];
        Arrays.fill(logits, Float.NaN);
        for (int i = 0; i < 5000; i += 3) {
            logits[i] = 1 + i / 10_000f;
        }
        final var sampler = new Sampler(new SamplingPlan(LogitPlan.NONE, 1, 0, 0.9, 0, 1, 1));
        final MemorySegment row = Rows.of(logits);
        for (int i = 0; i < DRAWS; i++) {
            assertThat(sampler.next(row, 5000) % 3).isZero();
        }
    }
}
