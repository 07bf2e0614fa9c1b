package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantizationErrorTest {

    private static final BlockFormat FORMAT = new BlockFormat(4, 32, false);

    @Test
    void figuresAreThoseOfTheDifferences() throws IOException {
        final var exact = Matrices.of(WeightType.F32, 2, 2, 3, -4, 0, 0);
        final var other = Matrices.of(WeightType.F32, 2, 2, 3, -3.5f, 0, 1);
        try (var workers = RowWorkers.of(1)) {
            final var error = QuantizationError.between(exact, other, workers);
            assertThat(error).isEqualTo(new QuantizationError(4, 25, 1.25, 1));
            assertThat(error.relative()).isCloseTo(Math.sqrt(0.05), within(1e-12));
            assertThat(error.snr()).isCloseTo(13.0103, within(1e-4));
            assertThat(QuantizationError.between(exact, exact, workers).snr()).isInfinite();
        }
    }

    @Test
    void figuresOfQuantizedRowsDoNotDependOnTheWorkers() throws IOException {
        final var random = new Random(1);
        final var values = new float[3001 * 160];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        final var exact = Matrices.of(WeightType.F32, 3001, 160, values);
        final var quantizer = BlockQuantizer.of(FORMAT, Algorithm.DEFAULT, Mode.REPAIRED);
        final float[] found = Matrices.dequantize(Matrices.quantize(quantizer, FORMAT, exact), FORMAT, 160);
        final var expected = Matrices.of(WeightType.F32, 3001, 160, found);
        try (var one = RowWorkers.of(1); var three = RowWorkers.eager(3)) {
            final var error = QuantizationError.between(exact, quantizer.view(exact), three);
            assertThat(error).isEqualTo(QuantizationError.between(exact, expected, one));
            assertThat(error.snr()).isBetween(18.0, 25.0); // About 6 dB per bit less the peak of a block.
        }
    }

    @Test
    void otherShapesAreRefused() {
        try (var workers = RowWorkers.of(1)) {
            assertThatThrownBy(() -> QuantizationError.between(Matrices.of(WeightType.F32, 1, 2, 1, 2),
                    Matrices.of(WeightType.F32, 2, 1, 1, 2), workers))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 x 2")
                    .hasMessageContaining("2 x 1");
        }
    }
}
