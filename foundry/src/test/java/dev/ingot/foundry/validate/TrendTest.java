package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.foundry.validate.CheckResult.Status;
import dev.ingot.foundry.validate.Trend.Growth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendTest {

    private static Trend of(final double... values) {
        return Trend.of(Arrays.stream(values).boxed().toList());
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

    /** Noise of standard deviation 1 in which each value is like the one before it, and growth; 1 is a random walk. */
    private static List<Double> persistent(final long seed, final double correlation, final double perRound) {
        final var random = new SplittableRandom(seed);
        final double fresh = correlation < 1 ? Math.sqrt(1 - correlation * correlation) : 1;
        final var values = new ArrayList<Double>();
        double noise = random.nextGaussian();
        for (int i = 0; i < 30; i++) {
            values.add(noise + perRound * i);
            noise = correlation * noise + fresh * random.nextGaussian();
        }
        return values;
    }

    private static long sure(final int runs, final double correlation, final double perRound) {
        return LongStream.range(0, runs)
                .filter(seed -> Trend.of(persistent(seed, correlation, perRound)).beyond(0) == Growth.SURE)
                .count();
    }

    /** 2.5 % on this side are 25; 40 are more than chance adds to that in one of a thousand such tests. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9, 1})
    void noiseIsNoGrowthHoweverAlikeItsValuesAre(final double correlation) {
        assertThat(sure(1000, correlation, 0)).isLessThanOrEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9})
    void growthOfAStandardDeviationPerRoundIsSure(final double correlation) {
        assertThat(sure(300, correlation, 1)).isGreaterThanOrEqualTo(290);
    }

    @Test
    void growthOfAFifthIsSureInIndependentNoise() {
        assertThat(sure(300, 0, 0.2)).isGreaterThanOrEqualTo(290);
    }

    /** A single value far away must not hide how alike the others are. */
    @Test
    void noiseWithAPeakIsNoGrowthEither() {
        final long found = LongStream.range(0, 1000).filter(seed -> {
            final var values = persistent(seed, 0.9, 0);
            values.set((int) (seed % 30), 50.0);
            return Trend.of(values).beyond(0) == Growth.SURE;
        }).count();
        assertThat(found).isLessThan(80);
    }

    private static List<Double> memory(final long seed, final double perRound, final double noise) {
        final var random = new SplittableRandom(seed);
        return IntStream.range(0, 30)
                .mapToObj(i -> 2e8 + perRound * i + noise * random.nextGaussian()).toList();
    }

    private static long counted(final double perRound, final double noise, final Growth growth) {
        return LongStream.range(0, 200)
                .filter(seed -> MemoryTrend.of("x", memory(seed, perRound, noise), 6).growth() == growth)
                .count();
    }

    /** At a level of 200 MB 16 KiB for each of six requests are allowed. */
    @Test
    void leaksAreToldFromNoise() {
        assertThat(counted(0, 3e5, Growth.NONE)).isGreaterThanOrEqualTo(195);
        assertThat(counted(0, 3e5, Growth.SURE)).isZero();
        assertThat(counted(5e5, 3e5, Growth.SURE)).isEqualTo(200);
    }

    /** An interval of 95 % misses on each side in one of forty. */
    @Test
    void valuesThatScatterTellNothing() {
        final var growths = LongStream.range(0, 400)
                .mapToObj(seed -> MemoryTrend.of("x", memory(seed, 98_304, 3e7), 6).growth()).toList();
        assertThat(Collections.frequency(growths, Growth.SURE)).isLessThan(20);
        assertThat(Collections.frequency(growths, Growth.NONE)).isLessThan(20);
    }

    @Test
    void memoryThatOnlySettlesIsNoLeak() {
        final var step = IntStream.range(0, 30).mapToObj(i -> i < 15 ? 2.0e8 : 2.02e8).toList();
        assertThat(MemoryTrend.of("x", step, 6).growth()).isNotEqualTo(Growth.SURE);
        final var same = IntStream.range(0, 30).mapToObj(i -> 2.0e8).toList();
        assertThat(MemoryTrend.of("x", same, 6).growth()).isEqualTo(Growth.NONE);
        assertThat(MemoryTrend.of("x", same, 6).summary())
                .isEqualTo(
                        "x: 0 kB per round of 6 requests (95 % interval 0 kB to 0 kB) over 30 rounds at a level of"
                                + " 200 MB; allowed 98.3 kB");
    }

    private static MemoryTrend line(final double level, final double perRound) {
        return MemoryTrend.of("x", IntStream.range(0, 30).mapToObj(i -> level + perRound * i).toList(), 6);
    }

    @Test
    void aLargeModelMayNotLeakMoreThanASmallOne() {
        assertThat(line(3e9, 2.9e6).growth()).isEqualTo(Growth.SURE);
        assertThat(line(3e9, 2.9e6).summary()).startsWith("x: grows by 2.90 MB per round of 6 requests");
        assertThat(line(3e9, 0).allowed()).isEqualTo(6 * 16_384.0);
        assertThat(line(5e7, 0).allowed()).isEqualTo(5e4);
        assertThat(line(1e6, 0).allowed()).isEqualTo(16_384.0);
    }

    @Test
    void whatSurelyGrowsIsSaidToGrow() {
        final var slow = line(1.1e8, 18_400);
        assertThat(slow.growth()).isEqualTo(Growth.NONE);
        assertThat(slow.grows()).isTrue();
        assertThat(slow.summary()).startsWith("x: grows slowly, by 18.4 kB per round");
        assertThat(line(1.1e8, 0).grows()).isFalse();
        assertThat(line(1.1e8, -500).summary()).startsWith("x: -0.50 kB per round");
    }

    private static List<CheckResult> checks(final MemoryTrend trend, final int asked,
            final String... failures) {
        return LeakRun.checks(new LeakRun.Outcome(List.of(trend), asked, List.of(failures)), Duration.ZERO);
    }

    @Test
    void roundsWithoutAnswersTellNothing() {
        assertThat(checks(line(1e8, 0), 3)).extracting(CheckResult::status).containsExactly(Status.PASSED,
                Status.PASSED);
        final var some = checks(line(1e8, 0), 3, "late");
        assertThat(some).extracting(CheckResult::status).containsExactly(Status.FAILED, Status.PASSED);
        assertThat(some.getFirst().reasons())
                .containsExactly("expected an answer to each of 3 requests, found 1 without one: late");
        final var none = checks(line(1e8, 0), 1, "late");
        assertThat(none).extracting(CheckResult::status).containsExactly(Status.FAILED, Status.UNDECIDED);
        assertThat(none.getLast().id()).isEqualTo("growth of x");
    }

    @Test
    void tooFewRoundsAreNamedSo() {
        final var few = MemoryTrend.of("x", List.of(1e8, 2e8, 3e8), 6);
        assertThat(checks(few, 3).getLast().reasons())
                .containsExactly("3 rounds are too few for an interval; 5 at least tell");
    }
}
