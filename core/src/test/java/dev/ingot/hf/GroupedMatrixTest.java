package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.BlockFormat;
import dev.ingot.quantize.WeightType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the grouping of columns, the blocks are worth what the groups were. */
class GroupedMatrixTest {

    private static final int ROWS = 24;
    private static final int COLUMNS = 200;

    private static final class Integers implements StoredIntegers {

        private final int[][] weights;
        private final int[][] zeros;

        Integers(final int[][] weights, final int[][] zeros) {
            this.weights = weights;
            this.zeros = zeros;
        }

        @Override
        public int weight(final int column, final int row) {
            return weights[column][row];
        }

        @Override
        public int zero(final int group, final int row) {
            return zeros[group][row];
        }
    }

    private static void check(final int[] groupOfColumn, final int groupSize, final int bits,
            final boolean permuted) {
        final var random = new Random(groupSize * 31L + bits);
        final int groups = Arrays.stream(groupOfColumn).max().orElseThrow() + 1;
        final var integers = new Integers(integers(random, COLUMNS, 1 << bits),
                integers(random, groups, 1 << bits));
        final var scales = new float[groups * ROWS];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = random.nextFloat() - 0.5f;
        }
        final var layout = GroupLayout.of(groupOfColumn, groupSize);
        assertThat(layout.order().isPresent()).isEqualTo(permuted);
        final var matrix = new GroupedMatrix("m", ROWS, COLUMNS,
                new BlockFormat(bits, layout.blockSize(), false),
                layout, integers,
                new StoredMatrix("s", groups, ROWS, WeightType.F32, MemorySegment.ofArray(scales)));
        final float[] found = Tensors.floats(matrix.rows(3, 17, Arena.ofAuto()));
        for (int row = 3; row < 20; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                final int group = groupOfColumn[column];
                assertThat(found[(row - 3) * COLUMNS + column])
                        .isEqualTo((integers.weights[column][row] - integers.zeros[group][row])
                                * scales[group * ROWS + row]);
            }
        }
    }

    private static int[][] integers(final Random random, final int count, final int limit) {
        final int[][] result = new int[count][ROWS];
        for (final int[] line : result) {
            Arrays.setAll(line, i -> random.nextInt(limit));
        }
        return result;
    }

    private static int[] neighbours(final int groupSize) {
        final int[] result = new int[COLUMNS];
        Arrays.setAll(result, column -> column / groupSize);
        return result;
    }

    @Test
    void groupsOfWholeBlocksStayInPlace() {
        for (final int size : new int[]{16, 32, 48, 64, 96, 128, COLUMNS, 256, 512}) {
            check(neighbours(size), size, 4, false);
            check(neighbours(size), size, 8, false);
        }
    }

    @Test
    void groupsOfOtherSizesArePadded() {
        for (final int size : new int[]{1, 8, 20, 40, 100}) {
            check(neighbours(size), size, 4, true);
            check(neighbours(size), size, 8, true);
        }
    }

    @Test
    void anyOrderIsKept() {
        final int[] shuffled = neighbours(32);
        final int[] uneven = new int[COLUMNS];
        final var random = new Random(5);
        for (int i = COLUMNS - 1; i > 0; i--) {
            final int other = random.nextInt(i + 1);
            final int kept = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = kept;
        }
        Arrays.setAll(uneven, i -> Math.min(4, random.nextInt(12)));
        check(shuffled, 32, 4, true);
        check(uneven, 32, 4, true);
        check(uneven, 32, 8, true);
    }

    @Test
    void namesAScaleThatIsNotFinite() {
        final var layout = GroupLayout.natural(COLUMNS, 128);
        final var scales = new float[2 * ROWS];
        scales[ROWS + 5] = Float.NaN;
        final var matrix = new GroupedMatrix("m", ROWS, COLUMNS, new BlockFormat(4, layout.blockSize(), true),
                layout, new Integers(new int[COLUMNS][ROWS], new int[2][ROWS]),
                new StoredMatrix("m.scales", 2, ROWS, WeightType.F32, MemorySegment.ofArray(scales)));
        Assertions.assertThatThrownBy(() -> matrix.packed(0, ROWS, Arena.ofAuto()))
                .isInstanceOf(WeightValueException.class).hasMessageContaining("m.scales[1, 5]");
    }
}
