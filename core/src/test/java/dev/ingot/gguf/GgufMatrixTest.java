package dev.ingot.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.UnsupportedModelException;
import dev.ingot.error.WeightValueException;
import dev.ingot.quantize.PackedMatrix;
import dev.ingot.quantize.WeightMatrix;
import dev.ingot.quantize.WeightRows;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks of every type are worth what the format's description says, bit for bit. */
class GgufMatrixTest {

    private static final int ROWS = 6;
    private static final int COLUMNS = 512;

    @TempDir
    private Path temporary;

    private GgufFile file(final GgufType type, final int code, final byte[] data) throws IOException {
        final Path path = temporary.resolve(type + ".gguf");
        Files.write(path, new GgufBytes().key("general.architecture", "llama")
                .tensor("t", code, data, COLUMNS, ROWS).build());
        return GgufFile.open(path);
    }

    /** Random blocks: every pattern of bits is a valid one, as long as the 16-bit floats in it are finite. */
    private static byte[] blocks(final GgufType type, final long seed) {
        final var data = new byte[ROWS * COLUMNS / type.blockSize() * type.blockBytes()];
        final var random = new Random(seed);
        random.nextBytes(data);
        final var buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < data.length; at += type.blockBytes()) {
            for (final int half : halves(type)) {
                buffer.putShort(at + half, Float.floatToFloat16(random.nextFloat() - 0.5f));
            }
        }
        return data;
    }

    private static int[] halves(final GgufType type) {
        return switch (type) {
            case Q4_1, Q5_1, Q4_K, Q5_K -> new int[]{0, 2};
            case Q6_K -> new int[]{208};
            default -> new int[]{0};
        };
    }

    private static int code(final GgufType type) {
        for (int code = 0; code < 64; code++) {
            if (GgufType.of(code).filter(type::equals).isPresent()) {
                return code;
            }
        }
        throw new IllegalArgumentException(type.toString());
    }

    @ParameterizedTest
    @EnumSource(value = GgufType.class, names = {"Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K",
            "Q6_K"})
    void decodesBlocksAsDescribed(final GgufType type) throws IOException {
        final byte[] data = blocks(type, 7);
        try (var file = file(type, code(type), data)) {
            final WeightMatrix matrix = new GgufTensors(file).matrix("t", "t", ROWS, COLUMNS);
            assertThat(matrix instanceof PackedMatrix)
                    .isEqualTo(type == GgufType.Q4_0 || type == GgufType.Q8_0);
            final WeightRows rows = matrix.rows(1, ROWS - 1, Arena.ofAuto());
            for (int i = 0; i < (ROWS - 1) * COLUMNS; i++) {
                final int block = (i + COLUMNS) / type.blockSize();
                final var reference = new GgmlReference(
                        Arrays.copyOfRange(data, block * type.blockBytes(), (block + 1) * type.blockBytes()));
                assertThat(rows.get(i)).isEqualTo(reference.element(type, i % type.blockSize()));
            }
        }
    }

    @Test
    void carriesFourBitBlocksOverWhereMinimaAreWholeMultiplesOfScales() throws IOException {
        final byte[] data = blocks(GgufType.Q4_1, 8);
        final var buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        final var random = new Random(9);
        for (int at = 0; at < data.length; at += 20) {
            final float scale = (random.nextInt(2000) - 1000) / 4096f;
            buffer.putShort(at, Float.floatToFloat16(scale));
            buffer.putShort(at + 2, Float.floatToFloat16(-scale * (1 << random.nextInt(4))));
        }
        try (var file = file(GgufType.Q4_1, 3, data)) {
            final var matrix = new GgufTensors(file).matrix("t", "t", ROWS, COLUMNS);
            assertThat(matrix).isInstanceOf(PackedMatrix.class);
            final WeightRows rows = matrix.rows(0, ROWS, Arena.ofAuto());
            for (int i = 0; i < ROWS * COLUMNS; i++) {
                final var reference = new GgmlReference(
                        Arrays.copyOfRange(data, i / 32 * 20, i / 32 * 20 + 20));
                assertThat(rows.get(i)).isEqualTo(reference.element(GgufType.Q4_1, i % 32));
            }
        }
    }

    @Test
    void putsTheHalvesOfHeadsOneAfterTheOther() throws IOException {
        final byte[] data = blocks(GgufType.Q8_0, 10);
        final byte[] floats = new byte[ROWS * COLUMNS * Float.BYTES];
        final var buffer = ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            buffer.putFloat(4 * i, i);
        }
        final int[] places = {0, 2, 4, 1, 3, 5};
        try (var quantized = file(GgufType.Q8_0, 8, data); var plain = file(GgufType.F32, 0, floats)) {
            final var stored = new GgufTensors(quantized).matrix("t", "t", ROWS, COLUMNS).rows(0, ROWS,
                    Arena.ofAuto());
            final var blocks = new GgufTensors(quantized).heads("t", "t", ROWS, COLUMNS, ROWS);
            final var rows = new GgufTensors(plain).heads("t", "t", ROWS, COLUMNS, ROWS);
            assertThat(blocks).isInstanceOf(PackedMatrix.class);
            for (int row = 0; row < ROWS; row++) {
                final WeightRows one = blocks.rows(row, 1, Arena.ofAuto());
                for (int column = 0; column < COLUMNS; column++) {
                    assertThat(one.get(column)).isEqualTo(stored.get((long) places[row] * COLUMNS + column));
                }
                assertThat(rows.rows(row, 1, Arena.ofAuto()).get(0)).isEqualTo(places[row] * COLUMNS);
            }
        }
    }

    @Test
    void namesTypesThatAreNotRead() throws IOException {
        try (var file = file(GgufType.IQ4_NL, 20, blocks(GgufType.IQ4_NL, 11))) {
            assertThatThrownBy(() -> new GgufTensors(file).matrix("t", "t", ROWS, COLUMNS))
                    .isInstanceOf(UnsupportedModelException.class).hasMessageContaining("t (byte ")
                    .hasMessageContaining("Q4_K").hasMessageEndingWith("found IQ4_NL");
        }
    }

    @Test
    void namesAScaleThatIsNotFinite() throws IOException {
        final byte[] data = blocks(GgufType.Q4_0, 12);
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putShort(18 * 19, (short) 0x7C00);
        try (var file = file(GgufType.Q4_0, 2, data)) {
            final var matrix = (PackedMatrix) new GgufTensors(file).matrix("t", "t", ROWS, COLUMNS);
            assertThatThrownBy(() -> matrix.packed(0, ROWS, Arena.ofAuto()))
                    .isInstanceOf(WeightValueException.class).hasMessageContaining("t[1, 96]");
        }
    }
}
