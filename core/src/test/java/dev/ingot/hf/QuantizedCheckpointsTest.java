package dev.ingot.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.UnsupportedModelException;
import dev.ingot.quantize.PackedMatrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What GPTQ and AWQ checkpoints hold is handed out bit for bit. */
class QuantizedCheckpointsTest {

    private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";
    private static final String DOWN = "model.layers.2.mlp.down_proj.weight";

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"llama_gptq", "llama_gptq_8bit", "llama_gptq_actorder", "llama_awq"})
    void dequantizesToExactlyTheWeightsOfTheReference(final String name) {
        try (var model = HfModel.open(Fixtures.model(name));
                var golden = Safetensors
                        .open(Fixtures.model(name).resolve("golden_dequantized.safetensors"))) {
            assertThat(floats(model, QUERY, 64, 64))
                    .containsExactly(
                            Tensors.floats(golden.matrix(QUERY, 64, 64).rows(0, 64, Arena.ofAuto())));
            assertThat(floats(model, DOWN, 64, 128))
                    .containsExactly(
                            Tensors.floats(golden.matrix(DOWN, 64, 128).rows(0, 64, Arena.ofAuto())));
        }
    }

    private static float[] floats(final HfModel model, final String name, final int rows, final int columns) {
        final var matrix = model.weights().matrix(name, rows, columns);
        assertThat(matrix).isInstanceOf(PackedMatrix.class);
        return Tensors.floats(matrix.rows(0, rows, Arena.ofAuto()));
    }

    /** The words are read as their format's description says, one integer at a time. */
    @Test
    void carriesEveryIntegerOver() {
        try (var model = HfModel.open(Fixtures.model("llama_gptq"));
                var file = Safetensors.open(Fixtures.model("llama_gptq").resolve("model.safetensors"))) {
            final var matrix = (PackedMatrix) model.weights().matrix(DOWN, 64, 128);
            final var packed = matrix.packed(0, 64, Arena.ofAuto());
            final var words = file.integers("model.layers.2.mlp.down_proj.qweight", 16, 64);
            final var zeros = file.integers("model.layers.2.mlp.down_proj.qzeros", 4, 8);
            assertThat(matrix.format().blockSize()).isEqualTo(32);
            for (int n = 0; n < 64; n++) {
                for (int k = 0; k < 128; k++) {
                    final int expected = word(words, k / 8 * 64 + n) >>> (4 * (k % 8)) & 15;
                    assertThat(nibble(packed.blocks(), n * 128 + k)).isEqualTo(expected);
                }
                for (int group = 0; group < 4; group++) {
                    final int stored = word(zeros, group * 8 + n / 8) >>> (4 * (n % 8)) & 15;
                    assertThat(nibble(packed.zeroPoints(), n * 4 + group)).isEqualTo(stored + 1 & 15);
                }
            }
        }
    }

    private static int word(final MemorySegment words, final int index) {
        return words.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 4L * index);
    }

    private static int nibble(final MemorySegment bytes, final int index) {
        return bytes.get(ValueLayout.JAVA_BYTE, index / 2) >>> (4 * (index % 2)) & 15;
    }

    @Test
    void secondVersionOfGptqStoresZeroPointsAsTheyAre() throws IOException {
        final Path copy = Fixtures.copy("llama_gptq", temporary.resolve("v2"));
        Fixtures.replace(copy.resolve("config.json"), "\"checkpoint_format\": \"gptq\"",
                "\"checkpoint_format\": \"gptq_v2\"");
        addOneToZeroPoints(copy.resolve("model.safetensors"));
        try (var one = HfModel.open(Fixtures.model("llama_gptq")); var two = HfModel.open(copy)) {
            assertThat(floats(two, QUERY, 64, 64)).containsExactly(floats(one, QUERY, 64, 64));
        }
    }

    /** The fixture is symmetric: all its zero points are 8, stored as 7. */
    private static void addOneToZeroPoints(final Path file) throws IOException {
        final byte[] bytes = Files.readAllBytes(file);
        try (var tensors = SafetensorsFile.open(file)) {
            for (final TensorEntry entry : tensors.entries()) {
                for (long i = entry.begin(); entry.name().endsWith(".qzeros") && i < entry.end(); i++) {
                    assertThat(bytes[(int) i]).isEqualTo((byte) 0x77);
                    bytes[(int) i] = (byte) 0x88;
                }
            }
        }
        Files.write(file, bytes);
    }

    @Test
    void olderToolsSaidItInAFileOfItsOwn() throws IOException {
        final Path copy = Fixtures.copy("llama_gptq", temporary.resolve("old"));
        final String config = Files.readString(copy.resolve("config.json"));
        Files.writeString(copy.resolve("config.json"),
                config.replaceAll("(?s)\"quantization_config\": \\{.*?\\},", ""));
        try (var model = HfModel.open(copy)) {
            assertThat(model.quantization()).contains("gptq");
            assertThat(floats(model, DOWN, 64, 128)).isNotEmpty();
        }
    }

    @Test
    void leavesNoTensorOver() {
        try (var model = HfModel.open(Fixtures.model("llama_gptq"))) {
            assertThat(model.weights().names()).contains(QUERY, "lm_head.weight", "model.norm.weight")
                    .noneMatch(name -> name.endsWith(".qweight") || name.endsWith(".g_idx"));
            assertThat(model.weights().rows(QUERY)).isEqualTo(64);
        }
    }

    @ParameterizedTest
    @CsvSource({"\"gptq\",\"fp8\",fp8", "\"gptq\",\"bitsandbytes\",bitsandbytes",
            "\"gptq\",\"compressed-tensors\",compressed-tensors", "\"bits\": 4,\"bits\": 3,bits",
            "\"checkpoint_format\": \"gptq\",\"checkpoint_format\": \"marlin\",marlin",
            "\"damp_percent\",\"rotation\",rotation"})
    void refusesOtherMethodsByName(final String from, final String to, final String named)
            throws IOException {
        final Path copy = Fixtures.copy("llama_gptq", temporary.resolve("copy"));
        Fixtures.replace(copy.resolve("config.json"), from, to);
        Files.delete(copy.resolve("model.safetensors"));
        assertThatThrownBy(() -> HfModel.open(copy)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("config.json").hasMessageContaining("quantization_config")
                .hasMessageContaining(named);
    }

    @Test
    void refusesOtherLayoutsOfAwq() throws IOException {
        final Path copy = Fixtures.copy("llama_awq", temporary.resolve("copy"));
        Fixtures.replace(copy.resolve("config.json"), "\"gemm\"", "\"gemv_fast\"");
        assertThatThrownBy(() -> HfModel.open(copy)).isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("expected gemm, found gemv_fast");
    }

    @Test
    void namesTheColumnWhoseGroupDoesNotExist() throws IOException {
        final Path copy = Fixtures.copy("llama_gptq", temporary.resolve("copy"));
        final byte[] bytes = Files.readAllBytes(copy.resolve("model.safetensors"));
        try (var file = SafetensorsFile.open(copy.resolve("model.safetensors"))) {
            final var entry = file.entries().stream().filter(e -> e.name().endsWith("q_proj.g_idx"))
                    .findFirst().orElseThrow();
            bytes[(int) entry.begin() + 8] = 99;
        }
        Files.write(copy.resolve("model.safetensors"), bytes);
        try (var model = HfModel.open(copy)) {
            assertThatThrownBy(() -> model.weights().matrix(QUERY, 64, 64))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("q_proj.g_idx[2]: expected a group from 0 to 1, found 99");
        }
    }

    @Test
    void refusesAMatrixThatIsThereTwice() throws IOException {
        final Path file = temporary.resolve("two.safetensors");
        SafetensorsWriter.write(file,
                java.util.Map.of("a.qweight", new SafetensorsWriter.Data("I32", List.of(1), new byte[4]),
                        "a.weight",
                        new SafetensorsWriter.Data("F32", List.of(1), new byte[4])));
        try (var tensors = Safetensors.open(file)) {
            assertThatThrownBy(
                    () -> new QuantizedWeights(tensors, new Quantization.Gptq(4, 32, true, false)))
                    .isInstanceOf(ModelFormatException.class).hasMessageContaining("found both");
        }
    }
}
