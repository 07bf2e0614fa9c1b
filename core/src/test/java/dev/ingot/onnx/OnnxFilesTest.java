package dev.ingot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFilesTest {

    private static final Path NAME = Path.of("model.onnx");
    private static final Path OPS = Path.of(System.getProperty("ingot.fixtures.quant", "."), "ops");

    @TempDir
    Path directory;

    @Test
    void parsingGivesBackWhatWasWritten() {
        assertThat(OnnxFiles.parse(NAME, OnnxFiles.toBytes(Models.everything())))
                .isEqualTo(Models.everything());
    }

    @Test
    void aFileHoldsTheSameBytes() throws IOException {
        final var file = directory.resolve("model.onnx");
        OnnxFiles.write(Models.everything(), file);
        assertThat(Files.readAllBytes(file)).isEqualTo(OnnxFiles.toBytes(Models.everything()));
        assertThat(OnnxFiles.read(file)).isEqualTo(Models.everything());
    }

    @Test
    void writingTwiceLeavesNothingOfALongerFile() throws IOException {
        final var file = directory.resolve("model.onnx");
        Files.write(file, new byte[100_000]);
        OnnxFiles.write(Models.everything(), file);
        assertThat(OnnxFiles.read(file)).isEqualTo(Models.everything());
    }

    @ParameterizedTest
    @CsvSource({"int4.sym, 4, 3", "int4.asym, 4, 4", "int8.sym, 8, 3", "int8.asym, 8, 4"})
    void modelsMadeByTheOnnxLibraryAreRead(final String kind, final long bits, final int inputs) {
        final var model = OnnxFiles.read(OPS.resolve("3x160x48.b32." + kind + ".onnx"));

        final var node = model.graph().nodes().getFirst();
        assertThat(model.graph().nodes()).hasSize(1);
        assertThat(node.type()).isEqualTo("MatMulNBits");
        assertThat(node.domain()).isEqualTo("com.microsoft");
        assertThat(node.inputs()).hasSize(inputs);
        assertThat(node.attributes()).containsEntry("K", new Attribute.Int(160))
                .containsEntry("N", new Attribute.Int(48)).containsEntry("bits", new Attribute.Int(bits))
                .containsEntry("block_size", new Attribute.Int(32));
        assertThat(model.opsets()).containsEntry("com.microsoft", 1L);
        assertThat(model.graph().inputs().getFirst().type()).isEqualTo(ElementType.FLOAT);
        assertThat(OnnxFiles.parse(NAME, OnnxFiles.toBytes(model))).isEqualTo(model);
    }

    @Test
    void anInlineTensorOfAnotherSizeThanItsShapeIsNotWritten() {
        final var wrong = new Tensor.Inline("w", ElementType.FLOAT, List.of(2L), ByteBuffer.allocate(4));
        final var graph = new Graph("g", List.of(), List.of(), List.of(wrong), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxFiles.toBytes(new Model(10, Map.of(), "", "", Map.of(), graph)))
                .withMessageContaining("w").withMessageContaining("4 bytes");
    }

    @Test
    void anEmptyFileIsNoModel() {
        assertThatThrownBy(() -> OnnxFiles.parse(NAME, new byte[0])).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.onnx");
    }

    @Test
    void aMissingFileIsAStorageError() {
        assertThatThrownBy(() -> OnnxFiles.read(directory.resolve("no.onnx")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no.onnx");
    }

    @Test
    void externalDataIsFoundBesideTheGraph() throws IOException {
        Files.write(directory.resolve("model.onnx.data"), new byte[192]);
        OnnxFiles.checkExternalData(Models.everything(), directory);
    }

    @Test
    void externalDataBeyondTheEndOfTheFileIsRefused() throws IOException {
        Files.write(directory.resolve("model.onnx.data"), new byte[191]);
        assertThatThrownBy(() -> OnnxFiles.checkExternalData(Models.everything(), directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("model.onnx.data", "w", "byte 64", "128 bytes", "191 bytes");
    }

    @Test
    void aMissingDataFileIsRefused() {
        assertThatThrownBy(() -> OnnxFiles.checkExternalData(Models.everything(), directory))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("model.onnx.data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "a/../../b", "a\\..\\b", "\\\\host\\share", "C:\\x",
            "C:x",
            "..", ""})
    void locationsThatLeaveTheDirectoryAreRefused(final String location) {
        final var tensor = new Tensor.External("w", ElementType.UINT8, List.of(1L), location, 0, 1);
        final var nested = new Graph("body", List.of(), List.of(), List.of(tensor), List.of());
        final var node = new Node("If", "", "if", List.of(), List.of("o"),
                Map.of("then_branch", new Attribute.Body(nested)));
        final var graph = new Graph("g", List.of(), List.of(), List.of(), List.of(node));
        final var model = new Model(10, Map.of(), "", "", Map.of(), graph);
        assertThatThrownBy(() -> OnnxFiles.checkExternalData(model, directory))
                .isInstanceOf(ModelFormatException.class).hasMessageContaining("inside the model directory");
    }

    @Test
    void anOffsetNearTheLargestNumberIsRefused() throws IOException {
        Files.write(directory.resolve("d"), new byte[8]);
        final var tensor = new Tensor.External("w", ElementType.UINT8, List.of(9L), "d", Long.MAX_VALUE, 9);
        final var model = new Model(10, Map.of(), "", "", Map.of(),
                new Graph("g", List.of(), List.of(), List.of(tensor), List.of()));
        assertThatThrownBy(() -> OnnxFiles.checkExternalData(model, directory))
                .isInstanceOf(ModelFormatException.class);
    }
}
