package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are replaced as a whole. */
final class AtomicFileTest {

    @TempDir
    private Path work;

    /** The second writer begins and ends while the first is in the middle of it. */
    @Test
    void twoWhoWriteTheSameFileAtOnceWriteItWhole() {
        final Path file = work.resolve("talk");
        AtomicFile.write(file, output -> {
            output.write("one ".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            AtomicFile.write(file, "a text that is longer");
            assertThat(file).hasContent("a text that is longer");
            output.write("whole".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
        assertThat(file).hasContent("one whole");
        assertThat(work).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void whatADeadWriterLeftIsCleared() throws IOException {
        Files.writeString(work.resolve(".talk." + UUID.randomUUID() + ".tmp"), "half");
        Files.writeString(work.resolve(".other.tmp"), "");
        Files.writeString(work.resolve("talk"), "whole");
        AtomicFile.clearLeftovers(work);
        try (var files = Files.list(work)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).containsExactlyInAnyOrder(
                    "talk",
                    ".other.tmp");
        }
    }
}
