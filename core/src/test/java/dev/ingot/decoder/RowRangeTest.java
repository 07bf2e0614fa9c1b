package dev.ingot.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.hf.HfModel;
import dev.ingot.quantize.FloatRows;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of matrices, and heads whose dimensions are put in another order. */
final class RowRangeTest {

    private static final int ROWS = 64;
    private static final int COLUMNS = 64;

    private static HfModel open(final String fixture) {
        return HfModel.open(Path.of(System.getProperty("ingot.fixtures"), fixture));
    }

    private static WeightMatrix query(final HfModel model) {
        return model.weights().matrix("model.layers.0.self_attn.q_proj.weight", ROWS, COLUMNS);
    }

    private static float[] floats(final WeightMatrix matrix, final int first, final int count) {
        try (var arena = Arena.ofConfined()) {
            final var target = arena.allocate((long) count * COLUMNS * Float.BYTES, Float.BYTES);
            FloatRows.toFloat(matrix.rows(first, count, arena), target);
            return target.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama_gptq", "llama_gptq_actorder", "llama_awq"})
    void aPartHasTheRowsOfTheWhole(final String fixture) {
        try (var model = open(fixture)) {
            final WeightMatrix whole = query(model);
            final WeightMatrix part = RowRange.of(whole, 5, 40);
            assertThat(part instanceof PackedMatrix).isEqualTo(whole instanceof PackedMatrix);
            assertThat(part.rows()).isEqualTo(40);
            assertThat(floats(part, 3, 7)).containsExactly(floats(whole, 8, 7));
            assertThat(floats(StackedMatrix.of(List.of(part, RowRange.of(whole, 0, 5))), 38, 7))
                    .containsExactly(joined(floats(whole, 43, 2), floats(whole, 0, 5)));
        }
    }

    @Test
    void aWeightOfAStackIsNamedByItsOwnTensor() {
        try (var model = open("llama")) {
            final WeightMatrix query = query(model);
            final WeightMatrix key = model.weights().matrix("model.layers.0.self_attn.k_proj.weight", 32,
                    COLUMNS);
            final WeightMatrix stack = StackedMatrix.of(List.of(RowRange.of(query, 5, 40), key));
            assertThat(stack.notFinite(2, 3, Float.NaN)).hasMessage(
                    "model.layers.0.self_attn.q_proj.weight[7, 3]: expected a finite weight, found NaN");
            assertThat(stack.notFinite(41, 3, Float.NaN).tensor()).isEqualTo(key.name());
            assertThat(stack.notFinite(41, 3, Float.NaN).row()).isEqualTo(1);
        }
    }

    private static float[] joined(final float[] one, final float[] two) {
        final float[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    /** The example of 24 rotated dimensions of 32: pairs come to lie half a head apart. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama_gptq", "llama_awq"})
    void pairsComeToLieHalfAHeadApart(final String fixture) {
        final var dimensions = new RotatedDimensions(32, 24, false);
        final float[] order = dimensions.ordered(numbers(64));
        assertThat(dimensions.pairs()).isEqualTo(16);
        for (int j = 0; j < 12; j++) {
            assertThat(order[j]).isEqualTo(j);
            assertThat(order[16 + j]).isEqualTo(j + 12);
            assertThat(order[32 + j]).isEqualTo(32 + j);
        }
        assertThat(order).containsExactlyInAnyOrder(numbers(64));
        try (var model = open(fixture)) {
            final WeightMatrix stored = query(model);
            final WeightMatrix ordered = dimensions.ordered(stored);
            assertThat(ordered instanceof PackedMatrix).isEqualTo(stored instanceof PackedMatrix);
            for (int row = 0; row < ROWS; row++) {
                assertThat(floats(ordered, row, 1)).containsExactly(floats(stored, (int) order[row], 1));
            }
        }
    }

    private static float[] numbers(final int count) {
        final float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    @Test
    void whatTheKernelTakesStaysAsItIs() {
        final float[] values = numbers(64);
        assertThat(new RotatedDimensions(64, 32, false).ordered(values)).isSameAs(values);
        assertThat(new RotatedDimensions(32, 24, true).ordered(values)).isSameAs(values);
    }

    @Test
    void headsThatTheKernelCannotTurnAreRefused() {
        try (var model = open("phi4mini_longrope")) {
            final var normed = AttentionSpec.plain().withHeadNorm(AttentionSpec.HeadNorm.PER_HEAD);
            assertThatThrownBy(() -> RotatedDimensions.of(model.config(), normed))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("24 of 32 dimensions");
        }
    }
}
