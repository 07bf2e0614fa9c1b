package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.quantize.QuantFixtures.Case;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QdqTensorsTest {

    static List<Case> cases() {
        return QuantFixtures.cases("DEFAULT", "QDQ", 4);
    }

    @Test
    void casesAreThere() {
        assertThat(cases()).hasSize(24);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bytesAreThoseOfTheReference(final Case c) {
        final var found = tensors(c.format(), BlockQuantizer.forQdq(c.format(), Mode.REFERENCE),
                Matrices.of(WeightType.F32, c.n(), c.k(), c.weights()));
        assertThat(bytes(found.weights())).isEqualTo(c.result("B"));
        assertThat(bytes(found.scales())).isEqualTo(c.result("scales"));
        if (!c.format().symmetric()) {
            assertThat(bytes(found.zeroPoints())).isEqualTo(c.result("zero_points"));
        }
    }

    @Test
    void turningKeepsEveryValue() {
        final var format = new BlockFormat(4, 16, false);
        final float[] weights = {0.1f, -0.7f, 0.3f, 1.1f, 0.2f, 0.5f, -0.4f, 0.9f, 0f};
        final var matrix = Matrices.of(WeightType.F32, 3, 3, weights);
        final var quantizer = BlockQuantizer.of(format, Algorithm.K_QUANT, Mode.REPAIRED);
        final float[] rows = Matrices.dequantize(Matrices.quantize(quantizer, format, matrix), format, 3);
        final var turned = tensors(format, quantizer, matrix);
        for (int k = 0; k < 3; k++) {
            for (int n = 0; n < 3; n++) {
                final float scale = turned.scales().getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, n);
                assertThat((nibble(turned.weights(), k * 3 + n) - nibble(turned.zeroPoints(), n)) * scale)
                        .isEqualTo(rows[n * 3 + k]);
            }
        }
    }

    @Test
    void formatsWithoutATypeAreRefused() {
        final var none = new PackedRows(0, 0, MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL);
        assertThatThrownBy(
                () -> QdqTensors.of(none, new BlockFormat(8, 32, true), 32, Arena.ofAuto()))
                .isInstanceOf(InvalidOptionException.class).hasMessageContaining("4 bits");
    }

    private static QdqTensors tensors(final BlockFormat format, final BlockQuantizer quantizer,
            final Matrices.Stored matrix) {
        return QdqTensors.of(Matrices.quantize(quantizer, format, matrix), format, matrix.columns(),
                Arena.ofAuto());
    }

    private static int nibble(final MemorySegment bytes, final int index) {
        return bytes.get(ValueLayout.JAVA_BYTE, index / 2) >>> (index % 2 * 4) & 15;
    }

    private static byte[] bytes(final MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }
}
