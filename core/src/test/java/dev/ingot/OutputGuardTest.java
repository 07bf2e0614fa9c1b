package dev.ingot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.InvalidOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code overwrite} must not take away. */
final class OutputGuardTest {

    @TempDir
    Path work;
    private Path model;

    @BeforeEach
    void copyModel() throws IOException {
        model = Files.createDirectories(work.resolve("models/qwen2"));
        try (var files = Files.list(Path.of(System.getProperty("ingot.fixtures")).resolve("qwen2"))) {
            for (final Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
    }

    private OnnxModel convert(final Path output) {
        return Pipeline.from(model).overwrite().toOnnx(output);
    }

    @Test
    void theModelThatIsReadStays() throws IOException {
        final Path link = Files.createSymbolicLink(work.resolve("link"), model);
        for (final Path output : new Path[]{model, work.resolve("models"), link}) {
            assertThatThrownBy(() -> convert(output)).isInstanceOf(InvalidOptionException.class)
                    .hasMessageContaining("which is read");
            assertThat(model.resolve("model.safetensors")).exists();
        }
    }

    @Test
    void otherFilesStay() throws IOException {
        final Path notes = Files.createDirectory(work.resolve("notes"));
        Files.writeString(notes.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> convert(notes)).isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("only a converted model gives way");
        assertThat(notes.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void aConvertedModelAndAnEmptyDirectoryGiveWay() throws IOException {
        final Path empty = Files.createDirectory(work.resolve("empty"));
        convert(empty);
        assertThat(convert(empty).directory().resolve("model.onnx")).exists();
    }
}
