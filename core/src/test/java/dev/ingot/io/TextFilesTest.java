package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {

    @TempDir
    private Path work;

    @Test
    void textIsUtf8() throws IOException {
        final Path file = Files.write(work.resolve("a"), new byte[]{'a', (byte) 0xC3, (byte) 0xA4});
        assertThat(TextFiles.read(file)).isEqualTo("a\u00e4");
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        final Path latin = Files.write(work.resolve("latin"), new byte[]{'a', (byte) 0xE4});
        for (final Path file : new Path[]{latin, work.resolve("none"), work}) {
            assertThatThrownBy(() -> TextFiles.read(file)).isInstanceOf(StorageException.class)
                    .hasMessageContaining("Cannot read " + file);
        }
    }
}
