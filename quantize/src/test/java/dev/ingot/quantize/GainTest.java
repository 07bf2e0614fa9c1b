package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the repaired mode makes of the scales of blocks of few bits, by sums in float64. */
class GainTest {

    private static final int ROWS = 50;
    private static final int COLUMNS = 512;

    @ParameterizedTest
    @CsvSource({"DEFAULT, 4, 32, true", "DEFAULT, 4, 32, false", "DEFAULT, 4, 128, false",
            "DEFAULT, 2, 16, false",
            "RTN, 4, 32, true", "RTN, 4, 64, false"})
    void errorsHaveNothingToDoWithTheWeightsAndLittleIsPaidForIt(final Algorithm algorithm, final int bits,
            final int size, final boolean symmetric) {
        final var format = new BlockFormat(bits, size, symmetric);
        final float[] weights = gaussian(ROWS * COLUMNS);
        final var plain = pack(format, algorithm, Mode.REFERENCE, ROWS, weights);
        final var repaired = pack(format, algorithm, Mode.REPAIRED, ROWS, weights);
        assertThat(repaired.blocks().mismatch(plain.blocks())).isEqualTo(-1);
        assertThat(repaired.zeroPoints().mismatch(plain.zeroPoints())).isEqualTo(-1);
        final float[] before = Matrices.dequantize(plain, format, COLUMNS);
        final float[] after = Matrices.dequantize(repaired, format, COLUMNS);
        final double most = 0.5 / ((1 << bits) - 1);
        int limited = 0;
        for (int first = 0; first < weights.length; first += size) {
            final var w = Arrays.copyOfRange(weights, first, first + size);
            final var now = Arrays.copyOfRange(after, first, first + size);
            final var then = Arrays.copyOfRange(before, first, first + size);
            final double gain = scale(repaired, first / size) / (double) scale(plain, first / size);
            assertThat(gain).isCloseTo(1, within(most + 1e-6));
            if (Math.abs(gain - 1) > most - 1e-6) {
                limited++;
            } else {
                assertThat(product(w, now)).isCloseTo(product(w, w), within(1e-5 * product(w, w)));
                final double rest = distance(w, now);
                // By Pythagoras, the smallest error that these codes allow is rest / (1 + rest / |w|^2).
                assertThat(rest).isLessThanOrEqualTo(distance(w, then) * (1 + rest / product(w, w)) * 1.0001);
            }
        }
        assertThat(limited).isLessThan(weights.length / size / 10);
    }

    @Test
    void noWeightIsMoreThanAStepAwayHoweverManyWereRoundedDown() {
        final var format = new BlockFormat(4, 256, false);
        final var weights = new float[256];
        Arrays.fill(weights, 0.49f);
        weights[7] = 15;
        final var packed = pack(format, Algorithm.DEFAULT, Mode.REPAIRED, 1, weights);
        assertThat(scale(packed, 0)).isCloseTo(1 + 1 / 30f, within(1e-6f));
        final float[] found = Matrices.dequantize(packed, format, 256);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(weights[i], within(0.5001f));
        }
    }

    @Test
    void eightBitsKeepTheReferencesBytes() {
        final var format = new BlockFormat(8, 32, false);
        final float[] weights = gaussian(ROWS * COLUMNS);
        assertThat(pack(format, Algorithm.DEFAULT, Mode.REPAIRED, ROWS, weights).scales()
                .mismatch(pack(format, Algorithm.DEFAULT, Mode.REFERENCE, ROWS, weights).scales()))
                .isEqualTo(-1);
    }

    private static float[] gaussian(final int count) {
        final var random = new Random(11);
        final var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * 0.02f;
        }
        return values;
    }

    private static PackedRows pack(final BlockFormat format, final Algorithm algorithm, final Mode mode,
            final int rows, final float[] weights) {
        return Matrices.quantize(BlockQuantizer.of(format, algorithm, mode), format,
                Matrices.of(WeightType.F32, rows, weights.length / rows, weights));
    }

    private static float scale(final PackedRows packed, final int block) {
        final MemorySegment scales = packed.scales();
        return scales.get(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) block * Float.BYTES);
    }

    private static double product(final float[] a, final float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double distance(final float[] a, final float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum;
    }
}
