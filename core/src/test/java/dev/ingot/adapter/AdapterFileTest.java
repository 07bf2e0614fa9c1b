package dev.ingot.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.onnx.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterFileTest {

    private final Arena arena = Arena.ofConfined();

    @TempDir
    private Path directory;

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void readsWhatItWrites() {
        final var written = List.of(parameter("a", ElementType.FLOAT, 3, 2),
                parameter("", ElementType.UINT8, 5),
                parameter("ünï.lora_B.weight", ElementType.FLOAT16, 1, 1, 7),
                parameter("empty", ElementType.FLOAT, 0, 4),
                parameter("scalar", ElementType.INT64));
        final var read = read(bytes(written)).parameters();
        assertThat(read).extracting(AdapterParameter::name).containsExactly("a", "", "ünï.lora_B.weight",
                "empty",
                "scalar");
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i).type()).isEqualTo(written.get(i).type());
            assertThat(read.get(i).shape()).isEqualTo(written.get(i).shape());
            assertThat(array(read.get(i).data())).isEqualTo(array(written.get(i).data()));
            assertThat(read.get(i).data().address() % 8).isZero();
        }
    }

    @Test
    void readsAnAdapterWithoutParameters() {
        assertThat(read(bytes(List.of())).parameters()).isEmpty();
    }

    /** As other writers lay it out: back to front, tables after what they refer to share no vtable and skip defaults. */
    @Test
    void readsOtherLayouts() {
        final var file = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 24).put(4, "TORT".getBytes(StandardCharsets.US_ASCII));
        vtable(file, 8, 12, 12, 4, 0, 0, 8); // of the root: versions one and two left out
        file.putInt(24, 24 - 8).putInt(28, 1).putInt(32, 36 - 32);
        file.putInt(36, 1).putInt(40, 56 - 40); // one parameter
        vtable(file, 44, 12, 20, 16, 12, 8, 4);
        file.putInt(56, 56 - 44).putInt(60, 92 - 60).putInt(64, ElementType.FLOAT.code())
                .putInt(68, 84 - 68 - 8)
                .putInt(72, 108 - 72 - 8);
        // The fields stand in reverse order: data, type, dims, name.
        file.putInt(76, 1).putLong(80, 1);
        file.putInt(68, 76 - 68).putInt(92, 4).putFloat(96, 2.5f).putInt(100, 1).put(104, (byte) 'x');
        file.putInt(72, 100 - 72);
        final var read = read(file.array()).parameters();
        assertThat(read).hasSize(1);
        assertThat(read.getFirst().name()).isEqualTo("x");
        assertThat(read.getFirst().shape()).containsExactly(1L);
        assertThat(read.getFirst().data().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0)).isEqualTo(2.5f);
    }

    private static void vtable(final ByteBuffer file, final int at, final int... values) {
        for (int i = 0; i < values.length; i++) {
            file.putShort(at + 2 * i, (short) values[i]);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "4  | 88         | an ONNX Runtime adapter",
            "0  | 3          | offset that is a multiple of 4",
            "0  | 2147483644 | 4 bytes there",
            "24 | 2          | format version 1",
            "36 | 400        | 4 bytes there",
            "52 | 2000000000 | 8000000000 bytes there",
            "20 | 2000000000 | 4 bytes there"})
    void refusesWhatCannotBe(final int offset, final int value, final String message) {
        final byte[] bytes = bytes(List.of(parameter("a", ElementType.FLOAT, 3, 2)));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("file.onnx_adapter").hasMessageContaining(message);
    }

    @Test
    void refusesTheSameNameTwice() {
        final byte[] bytes = bytes(
                List.of(parameter("a", ElementType.FLOAT, 1), parameter("a", ElementType.FLOAT, 2)));
        assertThatThrownBy(() -> read(bytes)).isInstanceOf(ModelFormatException.class)
                .hasMessageEndingWith("expected names that differ, found a twice");
    }

    /** Whatever is damaged, the answer is a file that holds together or an error of the house. */
    @Test
    void damagedFilesAreReadOrRefused() {
        final byte[] valid = bytes(List.of(parameter("first", ElementType.FLOAT, 3, 2),
                parameter("second", ElementType.INT8, 17), parameter("third", ElementType.FLOAT, 2, 0)));
        final var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            final byte[] damaged = random.nextInt(10) == 0
                    ? Arrays.copyOf(valid, random.nextInt(valid.length))
                    : valid.clone();
            for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(
                        damaged.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0xFF);
            }
            try (var own = Arena.ofConfined()) {
                final var segment = own.allocate(Math.max(1, damaged.length), 8).asSlice(0, damaged.length)
                        .copyFrom(MemorySegment.ofArray(damaged));
                new AdapterDecoder(Path.of("file.onnx_adapter"), segment).parameters()
                        .forEach(parameter -> array(parameter.data()));
            } catch (ModelFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 19_999);
    }

    private AdapterFile read(final byte[] bytes) {
        try {
            return AdapterFile.read(Files.write(directory.resolve("file.onnx_adapter"), bytes), arena);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(final List<AdapterParameter> parameters) {
        return array(AdapterFile.of(parameters, arena).bytes());
    }

    private static byte[] array(final MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    private AdapterParameter parameter(final String name, final ElementType type, final int... shape) {
        long size = type.bytes();
        for (final int dimension : shape) {
            size *= dimension;
        }
        final MemorySegment data = arena.allocate(size);
        for (long i = 0; i < size; i++) {
            data.set(ValueLayout.JAVA_BYTE, i, (byte) (name.hashCode() + i));
        }
        return new AdapterParameter(name, type, Arrays.stream(shape).mapToObj(Long::valueOf).toList(), data);
    }
}
