package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloatRowsTest {

    @ParameterizedTest
    @EnumSource(WeightType.class)
    void valuesAreWidenedExactly(final WeightType type) {
        final float[] values = {0f, -0f, 1f, -1.5f, 0x1p-24f, 49152f, Float.POSITIVE_INFINITY, Float.NaN,
                0.125f};
        final var found = new float[9];
        FloatRows.toFloat(rows(type, values), MemorySegment.ofArray(found));
        assertThat(found).isEqualTo(values);
    }

    @Test
    void everyHalfIsWidenedExactly() {
        final var values = new float[1 << 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat((short) i);
        }
        final var found = new float[values.length];
        FloatRows.toFloat(rows(WeightType.F16, values), MemorySegment.ofArray(found));
        assertThat(found).isEqualTo(values);
    }

    @Test
    void targetOfAnotherSizeIsRefused() {
        assertThatThrownBy(
                () -> FloatRows.toFloat(rows(WeightType.BF16, 1, 2), MemorySegment.ofArray(new float[3])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static WeightRows rows(final WeightType type, final float... values) {
        return new WeightRows(Matrices.of(type, 1, values.length, values).data(), type, 1, values.length);
    }
}
