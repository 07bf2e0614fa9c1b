package dev.ingot.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.error.UnsupportedModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {

    private static final int ROUNDS = 4000;

    @TempDir
    private Path temporary;

    private static GgufBytes small() {
        return new GgufBytes().key("general.architecture", "llama").key("a.number", 7).key("a.float", 1e-5f)
                .key("a.truth", true).key("some.strings", List.of("one", "", "drei\u2581"))
                .key("some.floats", List.of(1f, -2.5f)).key("some.integers", List.of(3, -4))
                .tensor("x", 0, new byte[48], 4, 3).tensor("y.q", 8, new byte[68], 32, 2)
                .tensor("z", 1, new byte[14], 7);
    }

    private Path write(final byte[] bytes) throws IOException {
        return Files.write(temporary.resolve("x.gguf"), bytes);
    }

    private void assertMalformed(final byte[] bytes, final String... parts) throws IOException {
        final Path file = write(bytes);
        assertThatThrownBy(() -> GgufFile.open(file)).isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContainingAll(parts);
    }

    @Test
    void readsKeysAndTensors() throws IOException {
        try (var file = GgufFile.open(write(small().build()))) {
            final var keys = file.metadata();
            assertThat(keys.requiredString("general.architecture")).isEqualTo("llama");
            assertThat(keys.integer("a.number")).hasValue(7);
            assertThat(keys.number("a.float")).hasValue(1e-5);
            assertThat(keys.bool("a.truth")).contains(true);
            assertThat(keys.strings("some.strings")).containsExactly("one", "", "drei\u2581");
            assertThat(keys.floats("some.floats").orElseThrow()).containsExactly(1f, -2.5f);
            assertThat(keys.integers("some.integers").orElseThrow()).containsExactly(3, -4);
            assertThat(keys.string("absent")).isEmpty();
            assertThat(file.tensors().keySet()).containsExactly("x", "y.q", "z");
            assertThat(file.tensor("y.q").describe()).isEqualTo("Q8_0 [32, 2]");
            assertThat(file.data(file.tensor("z")).byteSize()).isEqualTo(14);
            assertThatThrownBy(() -> keys.integer("a.float")).isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("a.float (byte ").hasMessageContaining("expected an integer");
        }
    }

    @Test
    void tellsGgufFilesFromOthers() throws IOException {
        assertThat(GgufModel.isGguf(write(small().build()))).isTrue();
        assertThat(GgufModel.isGguf(write(new byte[3]))).isFalse();
        assertThat(GgufModel.isGguf(temporary)).isFalse();
    }

    @Test
    void refusesOtherVersionsAndByteOrders() throws IOException {
        for (final int version : new int[]{1, 4, 0x03000000}) {
            final byte[] bytes = small().build();
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, version);
            final Path file = write(bytes);
            assertThatThrownBy(() -> GgufFile.open(file)).isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("version (byte 4)");
        }
    }

    @Test
    void countsBeyondTheFileAreRefusedWithoutMemory() throws IOException {
        for (final int place : new int[]{8, 16}) {
            for (final long count : new long[]{-1, Long.MAX_VALUE, 1L << 40, 200_000}) {
                final byte[] bytes = small().build();
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(place, count);
                assertMalformed(bytes, "count (byte " + place + ")", Long.toUnsignedString(count));
            }
        }
        final var claims = new ByteArrayOutputStream();
        claims.writeBytes(Arrays.copyOf(new GgufBytes().key("k", "v").build(), 24));
        GgufBytes.int64(claims, 1);
        claims.write('k');
        GgufBytes.int32(claims, 9);
        GgufBytes.int32(claims, 8);
        GgufBytes.int64(claims, 1L << 50);
        assertMalformed(claims.toByteArray(), "k (byte ", "a count of at most 0");
    }

    @Test
    void refusesWhatContradictsItself() throws IOException {
        assertMalformed(small().key("a.number", 8).build(), "a.number (byte ", "each key once");
        assertMalformed(small().tensor("x", 0, new byte[4], 1).build(), "x (byte ", "each tensor once");
        assertMalformed(small().tensor("w", 8, new byte[34], 33).build(), "multiple of 32 elements for Q8_0");
        assertMalformed(small().tensor("w", 0, new byte[4], 0).build(), "dimensions from 1");
        assertMalformed(small().tensor("w", 0, new byte[4], Integer.MAX_VALUE, Integer.MAX_VALUE,
                Integer.MAX_VALUE, 4).build(), "w (byte ", "dimensions from 1");
        assertMalformed(small().tensor("w", 0, new byte[4], 40).build(), "w (byte ", "160 bytes",
                "(truncated)");
        assertMalformed(small().tensor("w", 0, new byte[64], 1).tensor("v", 0, new byte[4], 1).build(),
                "a hole");
        assertMalformed(small().tensor("w", 0, new byte[4], 9).tensor("v", 0, new byte[4], 1).build(),
                "an overlap");
        assertMalformed(small().key("general.alignment", 24).build(), "general.alignment", "a power of two");
        final Path file = write(small().tensor("w", 77, new byte[4], 1).build());
        assertThatThrownBy(() -> GgufFile.open(file)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("w (byte ").hasMessageEndingWith("found number 77");
    }

    @Test
    void everyShorterFileIsRefused() throws IOException {
        final byte[] whole = small().build();
        for (int length = 0; length < whole.length - 32; length++) {
            final Path file = write(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> GgufFile.open(file))
                    .isInstanceOfAny(ModelFormatException.class, UnsupportedModelException.class)
                    .hasMessageContaining("x.gguf");
        }
    }

    /** Damaged files either open or are refused with an error of the house; anything else fails the test. */
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        final byte[] valid = small().build();
        final int header = small().header().size();
        final var random = new Random(1);
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            opened += survives(write(damaged(valid, header, random))) ? 1 : 0;
        }
        assertThat(opened).isBetween(1, ROUNDS - 1);
    }

    private static byte[] damaged(final byte[] valid, final int header, final Random random) {
        final byte[] bytes = valid.clone();
        final int at = random.nextInt(header);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 ->
                Arrays.fill(bytes, at, Math.min(header, at + 8), (byte) (random.nextBoolean() ? 0xFF : 0));
            default -> System.arraycopy(valid, random.nextInt(header), bytes, at,
                    Math.min(header - at, random.nextInt(24)) / 2);
        }
        return bytes;
    }

    private static boolean survives(final Path path) {
        try (var file = GgufFile.open(path); var arena = Arena.ofConfined()) {
            final var keys = file.metadata();
            keys.strings("some.strings");
            keys.floats("some.floats");
            keys.integers("some.integers");
            for (final GgufTensor tensor : file.tensors().values()) {
                final var shape = tensor.shape();
                if (shape.size() == 2) {
                    new GgufTensors(file)
                            .matrix(tensor.name(), tensor.name(), shape.get(1).intValue(),
                                    shape.get(0).intValue())
                            .rows(0, 1, arena);
                }
            }
            return true;
        } catch (ModelFormatException | UnsupportedModelException | StorageException e) {
            assertThat(e.getMessage()).contains("x.gguf");
            return false;
        }
    }
}
