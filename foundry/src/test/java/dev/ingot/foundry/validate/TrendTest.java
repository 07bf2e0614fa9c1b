package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.foundry.validate.Trend.Growth;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static Trend of(final double... values) {
        return Trend.of(Arrays.stream(values).boxed().toList());
    }

    /** What {@code scipy.stats.theilslopes(y, range(n), 0.95)} of SciPy 1.17 returns. */
    @Test
    void isThatOfScipy() {
        final var rising = of(1, 2, 4, 3, 6, 5, 8, 7, 9, 12);
        assertThat(rising.slope()).isEqualTo(1);
        assertThat(rising.low()).isEqualTo(0.8);
        assertThat(rising.high()).isEqualTo(4.0 / 3);
        final var flat = of(100, 100, 101, 99, 100, 130, 100, 101, 99, 100, 100, 101);
        assertThat(flat.slope()).isZero();
        assertThat(flat.low()).isEqualTo(-0.125);
        assertThat(flat.high()).isEqualTo(1.0 / 6);
        assertThat(of(5, 3, 1, 4).slope()).isEqualTo(-7.0 / 6, within(1e-12));
    }

    @Test
    void fewValuesBoundNothing() {
        assertThat(of(1, 2).low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(of(1, 2, 3).high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(of(1, 2, 3).beyond(0.5)).isEqualTo(Growth.UNKNOWN);
        assertThat(of(5, 3, 1, 4).beyond(100)).isEqualTo(Growth.UNKNOWN);
    }

    @Test
    void aValueThatSticksOutIsNoTrend() {
        final var values = IntStream.range(0, 30).mapToObj(i -> i == 29 ? 1e9 : 100.0 + i % 3).toList();
        assertThat(Trend.of(values).slope()).isEqualTo(0, within(0.2));
        assertThat(Trend.of(values).beyond(1)).isEqualTo(Growth.NONE);
    }

    private static List<Double> memory(final long seed, final double perRound, final double noise) {
        final var random = new SplittableRandom(seed);
        return IntStream.range(0, 30)
                .mapToObj(i -> 2e8 + perRound * i + noise * random.nextGaussian()).toList();
    }

    /** At a level of 200 MB a thousandth per round is allowed. */
    @Test
    void leaksAreToldFromNoise() {
        for (long seed = 0; seed < 200; seed++) {
            assertThat(MemoryTrend.of("x", memory(seed, 0, 3e5)).growth()).as("seed " + seed)
                    .isEqualTo(Growth.NONE);
            assertThat(MemoryTrend.of("x", memory(seed, 5e5, 3e5)).growth()).as("seed " + seed)
                    .isEqualTo(Growth.SURE);
        }
    }

    /** An interval of 95 % misses on each side in one of forty. */
    @Test
    void valuesThatScatterTellNothing() {
        final var growths = LongStream.range(0, 400)
                .mapToObj(seed -> MemoryTrend.of("x", memory(seed, 2e5, 3e7)).growth()).toList();
        assertThat(Collections.frequency(growths, Growth.SURE)).isLessThan(20);
        assertThat(Collections.frequency(growths, Growth.NONE)).isLessThan(20);
    }

    @Test
    void memoryThatOnlySettlesIsNoLeak() {
        final var step = IntStream.range(0, 30).mapToObj(i -> i < 15 ? 2.0e8 : 2.02e8).toList();
        assertThat(MemoryTrend.of("x", step).growth()).isNotEqualTo(Growth.SURE);
        final var same = IntStream.range(0, 30).mapToObj(i -> 2.0e8).toList();
        assertThat(MemoryTrend.of("x", same).growth()).isEqualTo(Growth.NONE);
        assertThat(MemoryTrend.of("x", same).summary())
                .isEqualTo(
                        "x: 0 kB per round (95 % interval 0 kB to 0 kB) over 30 rounds at a level of 200 MB;"
                                + " allowed 200 kB");
    }
}
