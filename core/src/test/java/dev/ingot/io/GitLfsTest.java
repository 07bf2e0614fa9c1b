package dev.ingot.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.error.ModelFormatException;
import dev.ingot.hf.Safetensors;
import dev.ingot.hf.TokenizerFile;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of Git LFS' specification, in the place of a model's files. */
class GitLfsTest {

    private static final String POINTER = """
            version https://git-lfs.github.com/spec/v1
            oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
            size 12345
            """;

    @TempDir
    private Path work;

    private static void refused(final ThrowingCallable reading) {
        assertThatExceptionOfType(ModelFormatException.class).isThrownBy(reading)
                .withMessageContaining("a pointer of Git LFS").withMessageContaining("git lfs pull");
    }

    @Test
    void aCloneWithoutTheFilesIsTold() throws IOException {
        for (final String name : new String[]{"config.json", "tokenizer.json", "model.safetensors"}) {
            Files.writeString(work.resolve(name), POINTER);
        }
        refused(() -> JsonFiles.read(work.resolve("config.json")));
        refused(() -> JsonFiles.readMember(work.resolve("config.json"), "added_tokens"));
        refused(() -> TokenizerFile.check(work));
        refused(() -> Safetensors.open(work.resolve("model.safetensors")));
    }

    @Test
    void otherFilesAreNone() throws IOException {
        assertThat(GitLfs.isPointer(work.resolve("none"))).isFalse();
        Files.writeString(work.resolve("short"), "version https://");
        assertThat(GitLfs.isPointer(work.resolve("short"))).isFalse();
        Files.writeString(work.resolve("a"), POINTER);
        assertThat(GitLfs.isPointer(work.resolve("a"))).isTrue();
    }
}
