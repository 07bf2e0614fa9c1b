package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.CancelledException;
import dev.ingot.error.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumsTest {

    /** Of "abc", from FIPS 180-2. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path work;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Files.writeString(Files.createDirectory(work.resolve("sub")).resolve("b"), "abc");
        Files.writeString(work.resolve("a"), "");
        final var checksums = Checksums.of(work, name -> true);
        assertThat(checksums.files()).containsOnlyKeys("a", "sub/b")
                .containsEntry("sub/b", new Checksums.Content(3, ABC));
        assertThat(Checksums.readIn(work)).isEmpty();
        checksums.writeIn(work);
        assertThat(Checksums.readIn(work)).contains(checksums);
        assertThat(checksums.differences(work)).isEmpty();
    }

    @Test
    void differencesAreNamedAndNothingOutsideIsRead() throws IOException {
        final Path inside = Files.createDirectory(work.resolve("inside"));
        for (final String name : new String[]{"inside/a", "inside/b", "inside/c", "outside"}) {
            Files.writeString(work.resolve(name), "abc");
        }
        final var content = new Checksums.Content(3, ABC);
        final var checksums = new Checksums(
                Map.of("a", content, "b", content, "c", content, "d", content, "../outside", content));
        Files.writeString(inside.resolve("b"), "abd");
        Files.writeString(inside.resolve("c"), "ab");
        assertThat(checksums.differences(inside)).extracting(Checksums.Difference::file)
                .containsExactly("../outside", "b", "c", "d");
        assertThat(checksums.differences(inside)).element(2)
                .hasToString("c: expected 3 bytes, found 2 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\\u0000b"})
    void namesThatNoFileHasAreMalformed(final String name) throws IOException {
        Files.writeString(work.resolve(Checksums.FILE), "{\"version\": 1, \"files\": {\"" + name
                + "\": {\"size\": 3, \"sha256\": \"" + ABC + "\"}}}");
        assertThatThrownBy(() -> Checksums.readIn(work)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("the name of a file");
    }

    @Test
    void whatWasMeasuredStaysSo() {
        final var checksums = new Checksums(Map.of("a", new Checksums.Content(3, ABC)));
        assertThatThrownBy(() -> checksums.files().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aLinkedDirectoryIsReadLikeItsTarget() throws IOException {
        final Path target = Files.createDirectory(work.resolve("target"));
        Files.writeString(target.resolve("a"), "abc");
        assertThat(Checksums.names(Files.createSymbolicLink(work.resolve("link"), target)))
                .containsExactly("a");
    }

    @Test
    void interruptingEndsIt() throws IOException {
        Files.writeString(work.resolve("a"), "abc");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Checksums.of(work, name -> true)).isInstanceOf(CancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
