package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.WeightValueException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockQuantizerTest {

    private static final int[] SIZES = {1, 2, 15, 16, 17, 31, 33, 96, 97, 130};
    private static final float[] MAGNITUDES = {Float.MIN_VALUE, 7 * Float.MIN_VALUE,
            22 * Float.MIN_VALUE, 70 * Float.MIN_VALUE, 1e-41f, 1e-39f,
            1e-38f, 1e-36f, 1e-6f, 1f,
            6e4f, 1e30f,
            2e38f, Float.MAX_VALUE};

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void everySizeAndMagnitudeComesBackWithinAStep(final Algorithm algorithm) {
        final var random = new Random(3);
        for (final int columns : SIZES) {
            for (final float magnitude : MAGNITUDES) {
                final float[] weights = uniform(random, 2 * columns, magnitude);
                for (final int bits : new int[]{2, 4, 8}) {
                    for (final var zeroPoints : ZeroPointType.values()) {
                        final var format = new BlockFormat(bits, 16 << random.nextInt(5), zeroPoints);
                        if (algorithm.supports(format)) {
                            assertClose(algorithm, format, weights, columns);
                        }
                    }
                }
            }
        }
    }

    private static void assertClose(final Algorithm algorithm, final BlockFormat format,
            final float[] weights,
            final int columns) {
        final var quantizer = BlockQuantizer.of(format, algorithm, Mode.REPAIRED);
        final var packed = Matrices.quantize(quantizer, format,
                Matrices.of(WeightType.F32, 2, columns, weights));
        final float[] found = Matrices.dequantize(packed, format, columns);
        double largest = 0;
        for (final float weight : weights) {
            largest = Math.max(largest, Math.abs((double) weight));
        }
        // Two steps of the widest grid that such weights can get, and the float32 spacing of subnormals.
        final double bound = 4 * largest / ((1 << format.bits()) - 1) + Float.MIN_VALUE;
        for (int i = 0; i < weights.length; i++) {
            assertThat(found[i]).isFinite();
            assertThat(Math.abs((double) found[i] - weights[i]))
                    .as("%s %s [%d] %s", algorithm, format, i, weights[i])
                    .isLessThanOrEqualTo(bound);
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void constantAndPositiveBlocksKeepTheirValues(final Algorithm algorithm) {
        final var format = new BlockFormat(8, 32, false);
        final var weights = new float[64];
        Arrays.fill(weights, 0, 32, 7f);
        for (int i = 32; i < 64; i++) {
            weights[i] = 100 + i / 100f;
        }
        final var packed = Matrices.quantize(BlockQuantizer.of(format, algorithm, Mode.REPAIRED), format,
                Matrices.of(WeightType.F32, 1, 64, weights));
        final float[] found = Matrices.dequantize(packed, format, 64);
        for (int i = 0; i < 64; i++) {
            assertThat(Math.abs(found[i] - weights[i])).isLessThan(weights[i] / 200);
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void blocksOfZerosStayZeros(final Algorithm algorithm) {
        for (final var mode : Mode.values()) {
            for (final var zeroPoints : ZeroPointType.values()) {
                final var format = new BlockFormat(4, 32, zeroPoints);
                if (algorithm.supports(format)) {
                    final var matrix = Matrices.of(WeightType.BF16, 3, 33, new float[99]);
                    final var packed = Matrices.quantize(BlockQuantizer.of(format, algorithm, mode), format,
                            matrix);
                    for (final float found : Matrices.dequantize(packed, format, 33)) {
                        assertThat(Math.abs(found)).isZero();
                    }
                }
            }
        }
    }

    /** What it searches for: large differences count less than by least squares. */
    @Test
    void hqqHasSmallerDifferencesThanRoundingToTheNearest() {
        final var random = new Random(8);
        final var values = new float[200 * 256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * (random.nextInt(60) == 0 ? 4 : 1);
        }
        for (final int size : new int[]{32, 128}) {
            final var format = new BlockFormat(4, size, false);
            assertThat(differences(format, Algorithm.HQQ, values))
                    .isLessThan(differences(format, Algorithm.DEFAULT, values));
        }
    }

    private static double differences(final BlockFormat format, final Algorithm algorithm,
            final float[] values) {
        final var quantizer = BlockQuantizer.of(format, algorithm, Mode.REPAIRED);
        final var packed = Matrices.quantize(quantizer, format,
                Matrices.of(WeightType.F32, 200, 256, values));
        final float[] found = Matrices.dequantize(packed, format, 256);
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            sum += Math.abs((double) found[i] - values[i]);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightThatIsNotFiniteIsNamed(final float value) {
        for (final var type : WeightType.values()) {
            for (final var algorithm : Algorithm.values()) {
                for (final int column : new int[]{0, 31, 32, 63, 64, 69}) {
                    final float[] weights = uniform(new Random(4), 500 * 70, 1);
                    weights[321 * 70 + column] = value;
                    weights[400 * 70] = value;
                    assertNamed(algorithm, Matrices.of(type, 500, 70, weights), 321, column);
                }
            }
        }
    }

    private static void assertNamed(final Algorithm algorithm, final WeightMatrix matrix, final long row,
            final long column) {
        final var half = new BlockFormat(4, 32, column % 2 == 0);
        final var format = algorithm.supports(half) ? half : new BlockFormat(4, 32, false);
        final var quantizer = BlockQuantizer.of(format, algorithm, Mode.REPAIRED);
        try (var workers = RowWorkers.eager(2)) {
            assertThatExceptionOfType(WeightValueException.class)
                    .isThrownBy(() -> quantizer.quantize(matrix, rows -> {}, workers)).satisfies(e -> {
                        assertThat(e.tensor()).isEqualTo("w");
                        assertThat(e.row()).isEqualTo(row);
                        assertThat(e.column()).isEqualTo(column);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void chunksOfAllWorkersMakeTheSameMatrix(final int threads) {
        final var format = new BlockFormat(4, 32, false);
        final var matrix = Matrices.of(WeightType.BF16, 3001, 160, uniform(new Random(5), 3001 * 160, 1));
        final var quantizer = BlockQuantizer.of(format, Algorithm.DEFAULT, Mode.REPAIRED);
        final var expected = Matrices.quantize(quantizer, format, matrix);
        try (var workers = RowWorkers.eager(threads)) {
            final var found = Matrices.quantize(quantizer, format, matrix, workers);
            assertThat(found.blocks().mismatch(expected.blocks())).isEqualTo(-1);
            assertThat(found.scales().mismatch(expected.scales())).isEqualTo(-1);
            assertThat(found.zeroPoints().mismatch(expected.zeroPoints())).isEqualTo(-1);
        }
    }

    @Test
    void failureOfTheSinkReachesTheCaller() {
        final var format = new BlockFormat(8, 32, true);
        try (var workers = RowWorkers.of(1)) {
            assertThatThrownBy(() -> BlockQuantizer.of(format, Algorithm.DEFAULT, Mode.REPAIRED)
                    .quantize(Matrices.of(WeightType.F32, 1, 32, new float[32]), rows -> {
                        throw new IOException("disk full");
                    }, workers)).isInstanceOf(IOException.class).hasMessage("disk full");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk.incubator.vector", "java.base"})
    void heapDoesNotGrowWithTheMatrix(final String module) throws Exception {
        assertThat(ChildJvm.run("-Xmx16m", "--add-modules", module, SmallHeap.class.getName()))
                .contains("packed 67108864 bytes");
    }

    private static float[] uniform(final Random random, final int count, final float magnitude) {
        final var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextFloat() * 2 - 1) * magnitude;
        }
        return values;
    }
}
