package dev.ingot.foundry.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.error.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our tar beside a well-known one, in both directions, and what is no tar of ours. */
class TarTest {

    private static final Path NAME = Path.of("test.tar");
    private static final String LONG = "d/".repeat(60) + "file";

    @TempDir
    private Path work;

    private static Map<String, byte[]> files() {
        final var random = new Random(5);
        final var files = new LinkedHashMap<String, byte[]>();
        int size = 0;
        for (final String name : new String[]{"a/empty", "a/one", "a/model.onnx", "a/\u00e4\u5b57.json",
                LONG}) {
            final byte[] content = new byte[size];
            random.nextBytes(content);
            files.put(name, content);
            size = size * 9 + 1;
        }
        files.put("a/block", new byte[512]);
        return files;
    }

    private static byte[] write(final Map<String, byte[]> files) throws IOException {
        final var bytes = new ByteArrayOutputStream();
        final var writer = new TarWriter(bytes);
        for (final var file : files.entrySet()) {
            assertThat(writer.file(file.getKey(), file.getValue().length,
                    new ByteArrayInputStream(file.getValue()))).isEqualTo(file.getValue().length);
        }
        writer.end();
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> read(final byte[] archive) throws IOException {
        final var files = new LinkedHashMap<String, byte[]>();
        final var reader = new TarReader(NAME, new ByteArrayInputStream(archive));
        for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            final var content = new ByteArrayOutputStream();
            final var buffer = new byte[100];
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                content.write(buffer, 0, count);
            }
            assertThat(content.size()).isEqualTo((int) entry.get().size());
            files.put(entry.get().name(), content.toByteArray());
        }
        return files;
    }

    /** The tar of this system; Linux, macOS and Windows have one. */
    private void tar(final String... arguments) throws IOException, InterruptedException {
        final var command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(arguments));
        final var process = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadHereAndByOthers() throws IOException, InterruptedException {
        final byte[] archive = write(files());
        assertThat(archive.length % 512).isZero();
        assertThat(read(archive)).containsExactlyEntriesOf(files());
        Files.write(work.resolve("ours.tar"), archive);
        tar("-xf", "ours.tar");
        for (final var expected : files().entrySet()) {
            assertThat(work.resolve(expected.getKey())).hasBinaryContent(expected.getValue());
        }
    }

    @Test
    void plainFilesOfOthersAreRead() throws IOException, InterruptedException {
        Files.writeString(work.resolve("x"), "one");
        Files.writeString(work.resolve("y"), "two");
        tar("--format=ustar", "-cf", "theirs.tar", "x", "y");
        assertThat(read(Files.readAllBytes(work.resolve("theirs.tar")))).containsOnlyKeys("x", "y")
                .containsEntry("y", "two".getBytes(StandardCharsets.UTF_8));
    }

    /** More than the eleven octal digits of a header can say; only the headers are made. */
    @Test
    void sizesBeyondEightGigabytesStandInARecord() throws IOException {
        final long size = 9L << 30;
        final var bytes = new ByteArrayOutputStream();
        final InputStream nothing = InputStream.nullInputStream();
        assertThat(new TarWriter(bytes).file("a/model.onnx.data", size, nothing)).isZero();
        final var reader = new TarReader(NAME, new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(reader.next()).hasValueSatisfying(entry -> {
            assertThat(entry.size()).isEqualTo(size);
            assertThat(entry.name()).isEqualTo("a/model.onnx.data");
        });
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '3', '4', '5', '6', '7', 'g', 'K', 'L', 'S', 'V', 'D'})
    void whatIsNoFileIsRefused(final char type) {
        final byte[] block = TarHeader.encode("a/x", 0, type);
        assertThatThrownBy(() -> read(block)).isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("byte 0").hasMessageContaining("regular file");
    }

    @Test
    void theEndIsTheEnd() throws IOException {
        final byte[] archive = write(files());
        for (int length = 0; length < archive.length; length++) {
            if (length % 512 < 3 || length % 512 > 509) {
                final byte[] shorter = Arrays.copyOf(archive, length);
                assertThatThrownBy(() -> read(shorter)).as("" + length)
                        .isInstanceOf(ModelFormatException.class);
            }
        }
        final byte[] longer = Arrays.copyOf(archive, archive.length + 5);
        assertThat(read(longer)).hasSize(files().size());
        longer[archive.length + 4] = 1;
        assertThatThrownBy(() -> read(longer)).hasMessageContaining("behind the end");
    }

    /** Any damage is a format error or leaves names, sizes and bytes that can be compared; nothing else is thrown. */
    @Test
    void damageIsToldOf() throws IOException {
        final byte[] archive = write(files());
        final var random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            final byte[] damaged = archive.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                read(damaged);
            } catch (ModelFormatException e) {
                assertThat(e).hasMessageStartingWith("test.tar (byte ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @Test
    void recordsThatLieAreRefused() throws IOException {
        for (final String record : new String[]{"9 path=ab", "99 path=ab\n", "10 path=ab\n", "0 path=a\n",
                "x path=a\n", "11 mtime=1\n", "11 size=-1\n", "9 size=x\n", "11 linkpath=\n", "5 a=\n",
                "9 path\n"}) {
            final var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(TarHeader.encode("x", record.length(), TarHeader.PAX));
            bytes.writeBytes(Arrays.copyOf(record.getBytes(StandardCharsets.UTF_8), 512));
            bytes.writeBytes(TarHeader.encode("a", 0, TarHeader.FILE));
            bytes.write(new byte[1024]);
            assertThatThrownBy(() -> read(bytes.toByteArray())).as(record)
                    .isInstanceOf(ModelFormatException.class);
        }
    }
}
