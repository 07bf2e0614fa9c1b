package dev.ingot.gptq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.quantize.BlockFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {

    @ParameterizedTest
    @CsvSource({"4, false", "4, true", "2, false", "2, true", "8, false", "8, true"})
    void reachesTheEndsOfEveryRangeHoweverSmall(final int bits, final boolean symmetric) {
        final var random = new Random(5);
        for (int exponent = -149; exponent < 127; exponent++) {
            for (int i = 0; i < 20; i++) {
                final float min = (float) -Math.scalb(random.nextDouble(), exponent);
                final float max = (float) Math.scalb(random.nextDouble(), exponent);
                final var grid = Grid.of(new BlockFormat(bits, 32, symmetric), min, max);
                for (final float end : new float[]{min, max}) {
                    assertThat(Math.abs(grid.value(grid.code(end)) - end)).as("%s of %s to %s", end, min, max)
                            .isLessThanOrEqualTo(Math.abs(grid.scale()) * 1.0001f);
                }
            }
        }
    }
}
