package dev.ingot.foundry.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TheilSenTest {

    private static TheilSen of(final double... values) {
        return TheilSen.of(Arrays.stream(values).boxed().toList());
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
}
