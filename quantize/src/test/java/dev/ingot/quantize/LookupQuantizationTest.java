package dev.ingot.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.kernel.Kernels;
import dev.ingot.quantize.QuantFixtures.Lookup;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Embedding tables have the bytes that ONNX Runtime's Python quantizer of GatherBlockQuantized writes, but for what 0 is
 * called in blocks of zeros.
 */
class LookupQuantizationTest {

    /** Both nibbles: signed integers are the unsigned ones with another highest bit. */
    private static final int SIGNS = 0x88;
    private static final int MIDDLE = 8;

    static List<Lookup> lookups() {
        return QuantFixtures.lookups();
    }

    @Test
    void allTablesAreThere() {
        assertThat(lookups()).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("lookups")
    void bytesAreThoseOfThePythonQuantizer(final Lookup lookup) {
        for (final Mode mode : Mode.values()) {
            assertSameBytes(lookup, mode, Kernels.active());
            assertSameBytes(lookup, mode, Kernels.scalar());
        }
    }

    private static void assertSameBytes(final Lookup lookup, final Mode mode, final Kernels kernels) {
        final PackedRows packed = Matrices.quantize(
                BlockQuantizer.of(lookup.format(), Algorithm.DEFAULT, mode, kernels), lookup.format(),
                lookup.matrix());
        final byte[] blocks = packed.blocks().toArray(ValueLayout.JAVA_BYTE);
        if (mode == Mode.REFERENCE) { // Otherwise changed; see GainTest.
            assertThat(packed.scales().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(lookup.result("scales"));
        }
        if (lookup.format().symmetric()) {
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] ^= (byte) SIGNS;
            }
            assertThat(blocks).isEqualTo(lookup.result("data"));
        } else {
            final byte[] zeros = packed.zeroPoints().toArray(ValueLayout.JAVA_BYTE);
            callZeroEight(lookup, packed, blocks, zeros);
            assertThat(blocks).isEqualTo(lookup.result("data"));
            assertThat(zeros).isEqualTo(lookup.result("zero_points"));
        }
    }

    /** A block of zeros has scale 0, and Ingot's zero point and codes are 0 there; the Python quantizer's are 8. */
    private static void callZeroEight(final Lookup lookup, final PackedRows packed, final byte[] blocks,
            final byte[] zeros) {
        final float[] scales = packed.scales()
                .toArray(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
        final int size = lookup.format().blobBytes();
        for (int block = 0; block < scales.length; block++) {
            if (scales[block] == 0) {
                Arrays.fill(blocks, block * size, (block + 1) * size, (byte) SIGNS);
                zeros[block / 2] |= (byte) (MIDDLE << (block % 2 * 4));
            }
        }
    }
}
