package dev.ingot.gptq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.WeightValueException;
import dev.ingot.gptq.ObqReference.Grids;
import dev.ingot.quantize.Algorithm;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.BlockQuantizer;
import dev.ingot.quantize.Matrices;
import dev.ingot.quantize.Mode;
import dev.ingot.quantize.PackedRows;
import dev.ingot.quantize.RowWorkers;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GptqQuantizerTest {

    private static final double DAMPING = 0.01;

    @ParameterizedTest
    @CsvSource({"false, 4, 32, false", "true, 4, 32, false", "false, 4, 16, true", "true, 8, 64, true",
            "false, 2, 16, true", "true, 2, 32, false", "true, 2, 64, false"})
    void roundsAsThePublishedProcedureDoes(final boolean actOrder, final int bits, final int blockSize,
            final boolean symmetric) {
        final int columns = 150; // more than a run, and a short last block
        final var problem = Problem.of(7, 6, columns);
        final var format = new BlockFormat(bits, blockSize, symmetric);
        final var blocks = problem.quantized(format, DAMPING, actOrder, 1);
        final double[][] hessian = problem.exactHessian();
        final List<Integer> order = new ArrayList<>(IntStream.range(0, columns).boxed().toList());
        if (actOrder) {
            order.sort(Comparator.comparingDouble(i -> -hessian[i][i]));
        }
        int different = 0;
        for (int row = 0; row < problem.rows(); row++) {
            final int[] expected = ObqReference.codes(problem.row(row), hessian, DAMPING, order,
                    grids(blocks, row), (1 << bits) - 1);
            for (int j = 0; j < columns; j++) {
                different += code(blocks, row, j) == expected[j] ? 0 : 1;
            }
        }
        // A sum that lies on the edge of two codes may fall to either side in float32.
        assertThat(different).isLessThanOrEqualTo(problem.rows() * columns / 100);
    }

    private static Grids grids(final PackedBlocks blocks, final int row) {
        final BlockFormat format = blocks.format();
        return new Grids() {
            @Override
            public double scale(final int column) {
                return blocks.scales().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED,
                        (long) row * format.blocksPerRow(blocks.columns()) + column / format.blockSize());
            }

            @Override
            public int zero(final int column) {
                if (format.symmetric()) {
                    return 1 << (format.bits() - 1);
                }
                return unpacked(blocks.zeroPoints(), (long) row * format.zeroPointBytes(blocks.columns()),
                        column / format.blockSize(), format.bits());
            }
        };
    }

    private static int code(final PackedBlocks blocks, final int row, final int column) {
        final BlockFormat format = blocks.format();
        return unpacked(blocks.blocks(), (long) row * format.rowBytes(blocks.columns()), column,
                format.bits());
    }

    /** The lowest bits of a byte come first. */
    private static int unpacked(final MemorySegment bytes, final long start, final int index,
            final int bits) {
        final int packed = bytes.get(ValueLayout.JAVA_BYTE, start + index * bits / 8);
        return packed >> index * bits % 8 & (1 << bits) - 1;
    }

    @ParameterizedTest
    @CsvSource({"4, 16, true", "4, 32, false", "4, 64, true", "4, 128, false", "4, 256, false",
            "8, 32, true", "8, 128, false", "2, 16, true", "2, 32, false", "2, 128, false"})
    void losesLessThanRoundingToNearest(final int bits, final int blockSize, final boolean symmetric) {
        final var format = new BlockFormat(bits, blockSize, symmetric);
        for (int seed = 0; seed < 3; seed++) {
            final var problem = Problem.of(seed, 8, 300);
            final double nearest = problem.error(nearest(problem, format), format);
            for (final boolean actOrder : new boolean[]{false, true}) {
                final var blocks = problem.quantized(format, DAMPING, actOrder, 1);
                assertThat(problem.error(Problem.all(blocks), format)).isLessThan(0.7 * nearest);
            }
        }
    }

    private static PackedRows nearest(final Problem problem, final BlockFormat format) {
        return nearest(problem, format, Mode.REPAIRED);
    }

    private static PackedRows nearest(final Problem problem, final BlockFormat format, final Mode mode) {
        return Matrices.quantize(BlockQuantizer.of(format, Algorithm.DEFAULT, mode), format,
                problem.matrix());
    }

    /** The repaired mode changes scales of 4 bits afterwards; GPTQ keeps those that it rounded with, as the reference does. */
    @ParameterizedTest
    @CsvSource({"4, 32, false", "4, 64, true", "8, 16, false", "8, 128, true"})
    void isRoundingToNearestWhereInputsHaveNothingToDoWithEachOther(final int bits, final int blockSize,
            final boolean symmetric) {
        final var format = new BlockFormat(bits, blockSize, symmetric);
        final var problem = Problem.of(3, 40, 333);
        final var expected = nearest(problem, format);
        final var plain = nearest(problem, format, Mode.REFERENCE);
        for (final boolean actOrder : new boolean[]{false, true}) {
            try (var workers = RowWorkers.of(1)) {
                final var blocks = new GptqQuantizer(format, workers).quantize(problem.matrix(),
                        Feedback.of(diagonal(333), DAMPING, actOrder, workers));
                assertThat(bytes(blocks.blocks())).isEqualTo(bytes(expected.blocks()));
                assertThat(bytes(blocks.scales())).isEqualTo(bytes(plain.scales()));
            }
        }
    }

    /** Every third column was never used. */
    private static Hessian diagonal(final int columns) {
        final float[] products = new float[columns * columns];
        for (int i = 0; i < columns; i++) {
            products[i * columns + i] = i % 3;
        }
        final var hessian = new Hessian(columns);
        hessian.add(MemorySegment.ofArray(products), 1);
        return hessian;
    }

    private static byte[] bytes(final MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void dependsOnNoNumberOfThreads() {
        final var format = new BlockFormat(4, 32, false);
        final var problem = Problem.of(11, 70, 200);
        final var alone = problem.quantized(format, DAMPING, true, 1);
        final var shared = problem.quantized(format, DAMPING, true, 3);
        assertThat(bytes(shared.blocks())).isEqualTo(bytes(alone.blocks()));
        assertThat(bytes(shared.zeroPoints())).isEqualTo(bytes(alone.zeroPoints()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 0.01})
    void standsInputsThatAreAllTheSame(final double damping) {
        final int columns = 64;
        final float[] ones = new float[columns * columns];
        java.util.Arrays.fill(ones, 1000);
        final var hessian = new Hessian(columns);
        hessian.add(MemorySegment.ofArray(ones), 1000);
        try (var workers = RowWorkers.of(1)) {
            final var problem = Problem.of(5, 4, columns);
            final var format = new BlockFormat(4, 32, false);
            final var blocks = new GptqQuantizer(format, workers).quantize(problem.matrix(),
                    Feedback.of(hessian, damping, true, workers));
            final float[] rounded = Matrices.dequantize(Problem.all(blocks), format, columns);
            for (int row = 0; row < 4; row++) {
                double sum = 0;
                for (int j = 0; j < columns; j++) {
                    sum += rounded[row * columns + j] - problem.weight(row * columns + j);
                }
                assertThat(sum).isBetween(-0.02, 0.02); // Only the sum of a row was ever used.
            }
        }
    }

    @Test
    void namesAWeightThatIsNoNumber() {
        final float[] weights = new float[2 * 32];
        weights[32 + 5] = Float.NaN;
        final var matrix = Matrices.of(WeightType.F32, 2, 32, weights);
        try (var workers = RowWorkers.of(1)) {
            final var quantizer = new GptqQuantizer(new BlockFormat(4, 32, false), workers);
            final var feedback = Feedback.of(diagonal(32), DAMPING, false, workers);
            assertThatThrownBy(() -> quantizer.quantize(matrix, feedback))
                    .isInstanceOf(WeightValueException.class).hasMessageContaining("w")
                    .hasMessageContaining("5");
        }
    }
}
