package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    private static Distribution upTo(final int count) {
        return Distribution
                .of(IntStream.rangeClosed(1, count).mapToObj(i -> (double) (count + 1 - i)).toList());
    }

    @Test
    void percentilesAreOfTheNearestRank() {
        final var hundred = upTo(100);
        assertThat(hundred.p50()).hasValue(50);
        assertThat(hundred.p95()).hasValue(95);
        assertThat(hundred.p99()).hasValue(99);
        assertThat(hundred.mean()).isEqualTo(50.5);
        assertThat(upTo(201).p99()).hasValue(199);
        assertThat(upTo(3).p50()).hasValue(2);
        assertThat(upTo(4).p50()).hasValue(2);
    }

    @Test
    void noneIsToldThatNoValueLiesBeyond() {
        assertThat(upTo(19).p95()).isEmpty();
        assertThat(upTo(20).p95()).hasValue(19);
        assertThat(upTo(99).p99()).isEmpty();
        assertThat(upTo(10).high()).isEqualTo(10);
        assertThat(upTo(20).high()).isEqualTo(19);
    }

    @Test
    void ofNothingIsNothing() {
        final var none = Distribution.of(List.of());
        assertThat(none.count()).isZero();
        assertThat(none.mean()).isNaN();
        assertThat(none.p50()).isEqualTo(OptionalDouble.empty());
        assertThat(Distribution.of(List.of(7.0)).p50()).hasValue(7);
    }
}
