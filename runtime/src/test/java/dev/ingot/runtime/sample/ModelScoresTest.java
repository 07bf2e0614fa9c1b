package dev.ingot.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ModelScoresTest {

    @Test
    void logProbabilitiesAreThoseOfTheSoftMax() {
        final var random = new SplittableRandom(3);
        for (final int vocabulary : new int[]{1, 17, 5000}) {
            final var values = new float[vocabulary];
            for (int i = 0; i < vocabulary; i++) {
                values[i] = (float) random.nextGaussian(0, 5);
            }
            final var scores = new ModelScores(7);
            scores.read(Rows.of(values), vocabulary);
            final double mass = IntStream.range(0, vocabulary).mapToDouble(i -> Math.exp(values[i])).sum();
            final int[] best = IntStream.range(0, vocabulary).boxed()
                    .sorted(Comparator.comparingDouble(i -> -values[i])).limit(7)
                    .mapToInt(Integer::intValue).toArray();
            assertThat(IntStream.range(0, scores.ranked()).map(scores::id)).containsExactly(
                    Arrays.stream(best).boxed().toArray(Integer[]::new));
            for (int id = 0; id < vocabulary; id++) {
                assertThat(scores.of(id)).isCloseTo(values[id] - Math.log(mass), within(2e-6));
            }
        }
    }

    @Test
    void laterChangesOfTheLogitsDoNotCount() {
        final var row = Rows.of(1, 1);
        final var scores = new ModelScores(0);
        scores.read(row, 2);
        LogitRow.ban(row, 0);
        assertThat(scores.of(0)).isCloseTo(Math.log(0.5), within(1e-6));
        assertThat(scores.ranked()).isZero();
    }

    @Test
    void impossibleTokensAreNotRanked() {
        final var scores = new ModelScores(5);
        scores.read(Rows.of(Float.NEGATIVE_INFINITY, 2, Float.NEGATIVE_INFINITY, 3), 4);
        assertThat(scores.ranked()).isEqualTo(2);
        assertThat(scores.of(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
