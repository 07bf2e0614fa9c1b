package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    private static final Path MAPS = Path.of("/proc/self/maps");

    @TempDir
    private Path temporary;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = temporary.resolve("x.safetensors");
    }

    @ParameterizedTest
    @CsvSource({"F32, 0000803f 000000c0 00007f7f 01000000, 1|-2|3.3895314e38|1.4e-45",
            "BF16, 803f 00c0 7f7f 0100, 1|-2|3.3895314e38|9.1835e-41",
            "F16, 003c 00c0 ff7b 0100, 1|-2|65504|5.9604645e-8"})
    void readsFloatsOfEveryType(final String dtype, final String hex, final String expected)
            throws IOException {
        final byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        SafetensorsWriter.write(file, Map.of("t", new SafetensorsWriter.Data(dtype, List.of(4), bytes)));
        try (var tensors = Safetensors.open(file)) {
            final float[] found = tensors.vector("t", 4);
            final List<String> values = Arrays.asList(expected.split("\\|", -1));
            for (int i = 0; i < 4; i++) {
                assertThat(found[i]).isEqualTo(Float.parseFloat(values.get(i)));
            }
        }
    }

    @Test
    void handsOutRowsAtAnyAlignment() throws IOException {
        final var tensors = new LinkedHashMap<String, SafetensorsWriter.Data>();
        tensors.put("odd", new SafetensorsWriter.Data("U8", List.of(3), new byte[3]));
        final var bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            bytes.putFloat(i + 0.5f);
        }
        tensors.put("m", new SafetensorsWriter.Data("F32", List.of(3, 2), bytes.array()));
        SafetensorsWriter.write(file, tensors);
        try (var opened = Safetensors.open(file); var arena = Arena.ofConfined()) {
            assertThat(opened.rows("m")).isEqualTo(3);
            assertThat(Tensors.floats(opened.matrix("m", 3, 2).rows(1, 2, arena))).containsExactly(2.5f, 3.5f,
                    4.5f,
                    5.5f);
            assertThatThrownBy(() -> opened.matrix("m", 3, 2).rows(2, 2, arena))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void namesWhatIsWrongWithARequest() throws IOException {
        final var tensors = new LinkedHashMap<String, SafetensorsWriter.Data>();
        tensors.put("ints", new SafetensorsWriter.Data("I32", List.of(2, 2), new byte[16]));
        tensors.put("new", new SafetensorsWriter.Data("F5_FANCY", List.of(2, 2), new byte[5]));
        SafetensorsWriter.write(file, tensors);
        try (var opened = Safetensors.open(file)) {
            final long start = Files.size(file) - 21;
            assertThat(opened.names()).containsExactly("ints", "new");
            assertFormat(() -> opened.matrix("ints", 2, 2), "ints (byte " + start
                    + "): expected a tensor of type BF16, F16 or F32, found I32 [2, 2]");
            assertFormat(() -> opened.matrix("new", 2, 2), "new (byte " + (start + 16)
                    + "): expected a tensor of type BF16, F16 or F32, found F5_FANCY [2, 2]");
            assertFormat(() -> opened.matrix("ints", 2, 3),
                    "ints (byte " + start + "): expected shape [2, 3], found I32 [2, 2]");
            assertFormat(() -> opened.vector("ints", 4),
                    "ints (byte " + start + "): expected shape [4], found I32 [2, 2]");
            assertFormat(() -> opened.matrix("none", 2, 3),
                    "none: expected a tensor of shape [2, 3], found nothing");
            assertFormat(() -> opened.rows("none"), "none: expected a tensor of this name, found nothing");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}; "
                    + "a (byte 13): expected 8 bytes for F32 [2], found 4 bytes",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}; "
                    + "a (byte 66): expected data at byte 62, right after the tensor before, found a hole",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}; "
                    + "a.data_offsets (byte 13): expected [begin, end] with begin <= end, found [4, 0]",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}; "
                    + "a.shape (byte 13): expected a list of integers >= 0, found -1",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}; "
                    + "a.shape (byte 13): expected a list of integers >= 0, found 1.5",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}; "
                    + "a.shape (byte 13): expected a list of integers >= 0, found 99999999999999999999",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}; "
                    + "a.shape (byte 13): expected fewer than 2^63 bits, found F32 [4294967296, 4294967296]",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,9223372036854775807]}}; "
                    + "a.data_offsets (byte 13): expected [begin, end] with begin <= end, found [0, 9223372036854775807]",
            "{\"a\":{\"dtype\":7,\"shape\":[],\"data_offsets\":[0,4]}}; a.dtype (byte 13): expected a string, found 7",
            "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}; "
                    + "a.shape (byte 13): expected a list of integers >= 0, found null",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4],\"x\":1}}; "
                    + "a (byte 13): expected only the keys dtype, shape and data_offsets, found x",
            "{\"a\":4}; a (byte 13): expected an object, found 4",
            "{\"__metadata__\":{\"a\":4}}; __metadata__.a (byte 24): expected a string, found 4"})
    void refusesMalformedEntries(final String header, final String message) throws IOException {
        SafetensorsWriter.write(file, header, new byte[8]);
        assertFormat(() -> Safetensors.open(file).close(), message);
    }

    @Test
    void refusesOverlaps() throws IOException {
        SafetensorsWriter.write(file, """
                {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
                "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", new byte[8]);
        assertFormat(() -> Safetensors.open(file).close(),
                "b (byte 119): expected data at byte 123, right after the tensor before, found an overlap");
    }

    @Test
    void refusesNamesThatAppearTwice() throws IOException {
        SafetensorsWriter.write(file, """
                {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},\
                "a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", new byte[8]);
        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("expected valid JSON, found Duplicate field 'a'");
    }

    @Test
    void refusesFilesOfAnotherSizeThanTheySay() throws IOException {
        SafetensorsWriter.write(file, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                new byte[7]);
        assertFile(": expected a file of 70 bytes, as its header says, found 69 bytes (truncated)");
        SafetensorsWriter.write(file, "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                new byte[9]);
        assertFile(": expected a file of 70 bytes, as its header says, found 71 bytes");
        Files.write(file, new byte[]{9, 0, 0, 0, 0, 0, 0, 0, '{'});
        assertFile(
                ": expected a file of at least 17 bytes, as its header length says, found 9 bytes (truncated)");
        Files.write(file, new byte[]{0, 0, 0, 0, 1, 0, 0, 0, '{'});
        assertFile(": header length (byte 0): expected at most 100000000 bytes, found 4294967296");
        Files.write(file, new byte[]{-1, -1, -1, -1, -1, -1, -1, -1, '{'});
        assertFile(": header length (byte 0): expected at most 100000000 bytes, found 18446744073709551615");
        Files.write(file, new byte[7]);
        assertFile(": expected at least 8 bytes, found 7 bytes");
        Files.write(file, new byte[8]);
        assertFile(" (byte 8): expected a JSON object, found other bytes");
    }

    @Test
    void limitsTheWorkOfHugeHeaders() throws IOException {
        final String entry = "\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[0,1]},";
        final var many = new StringBuilder("{");
        for (int i = 0; i <= 250_000; i++) {
            many.append('"').append(i).append(entry);
        }
        SafetensorsWriter.write(file, many.append("\"x\":1}").toString(), new byte[1]);
        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("expected at most 250000 tensors, found more");
        SafetensorsWriter.write(file, "{\"a\":{\"shape\":[" + "1,".repeat(200_000) + "1]}}", new byte[1]);
        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("expected at most 100000 values per member, found more");
        SafetensorsWriter.write(file, "{\"a\":" + "[".repeat(100_000), new byte[1]);
        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void saysWhenTheFileIsNotThere() {
        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(StorageException.class)
                .hasMessage("Cannot read " + file + ": no such file or directory");
    }

    @Test
    void readingAfterCloseFails() {
        final var opened = Safetensors.open(Fixtures.model("qwen2").resolve("model.safetensors"));
        final var rows = opened.matrix("model.embed_tokens.weight", 640, 64).rows(0, 1, Arena.ofAuto());
        opened.close();
        opened.close();
        assertThatThrownBy(() -> Tensors.floats(rows)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> opened.vector("model.norm.weight", 64))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Where the system tells, mappings are counted; elsewhere (Windows) a mapped file could not be deleted. */
    @Test
    void closeReleasesTheMapping() throws IOException {
        final Path copy = Fixtures.copy("qwen3", temporary.resolve("mapped"));
        try (var model = HfModel.open(copy)) {
            assertThat(model.weights().names()).isNotEmpty();
            assertThat(mappings(copy)).isEqualTo(Files.exists(MAPS) ? 3 : 0);
        }
        assertThat(mappings(copy)).isZero();
        Files.delete(copy.resolve("model-00003-of-00003.safetensors"));
        Files.copy(Fixtures.model("qwen3").resolve("model-00003-of-00003.safetensors"),
                copy.resolve("model-00003-of-00003.safetensors"));
        Fixtures.replace(copy.resolve(ShardIndex.NAME), "\"lm_head.weight\"", "\"other.weight\"");
        assertThatThrownBy(() -> HfModel.open(copy)).isInstanceOf(ModelFormatException.class);
        assertThat(mappings(copy)).isZero();
    }

    private static long mappings(final Path directory) throws IOException {
        if (!Files.exists(MAPS)) {
            return 0;
        }
        final String real = directory.toRealPath().toString();
        try (var lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains(real)).count();
        }
    }

    private void assertFile(final String message) {
        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(ModelFormatException.class)
                .hasMessage(file + message);
    }

    private void assertFormat(final ThrowingCallable call, final String message) {
        assertThatThrownBy(call).isInstanceOf(ModelFormatException.class).hasMessage(file + ": " + message);
    }
}
