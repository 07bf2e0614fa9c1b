package dev.ingot.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotaryRowsTest {

    private static final double THETA = 1e6;
    private static final double MAGNITUDE = 1.25;
    /** Half a unit in the last place of float32, and what doubles leave of an angle of 131,072 radians. */
    private static final Offset<Double> ROUNDING = within(0x1p-24 + 0x1p-34);

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 5000, 131_072})
    void rowsAreCosinesAndSinesOfTheirPositions(final int positions) {
        final double[] radians = new double[32];
        for (int j = 0; j < radians.length; j++) {
            radians[j] = Math.pow(THETA, -2.0 * j / (2 * radians.length));
        }
        final var rows = new RotaryRows(radians, MAGNITUDE, positions);
        final float[] row = new float[radians.length + 1];
        for (int position = positions - 1; position >= 0; position -= 1 + position / 50) {
            rows.cosines(position, row);
            assertThat(row[radians.length]).isOne();
            for (int j = 0; j < radians.length; j++) {
                assertThat((double) row[j]).isCloseTo(MAGNITUDE * StrictMath.cos(position * radians[j]),
                        ROUNDING);
            }
            rows.sines(position, row);
            assertThat(row[radians.length]).isZero();
            for (int j = 0; j < radians.length; j++) {
                assertThat((double) row[j]).isCloseTo(MAGNITUDE * StrictMath.sin(position * radians[j]),
                        ROUNDING);
            }
        }
    }
}
