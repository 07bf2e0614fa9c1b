package dev.ingot.foundry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.Registration;
import dev.ingot.foundry.doctor.Doctor;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shared cache on a file system that refuses every opening for writing, for whoever asks: permissions do not hold where tests
 * run as root, and an opening that writes nothing leaves no trace.
 */
class ReadOnlyFileSystemTest {

    @TempDir
    private Path work;

    private Path pack(final Path directory) throws IOException {
        final Path file = work.resolve("shared.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file)); var paths = Files.walk(directory)) {
            for (final Path path : paths.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(directory.relativize(path).toString()));
                Files.copy(path, zip);
            }
        }
        return file;
    }

    @Test
    void nothingThatReadsOpensAnythingForWriting() throws IOException {
        final var model = TestModels.write(work.resolve("m"));
        FoundryCache.open(work.resolve("shared")).register(model, Registration.DEFAULT.name("lights"));
        try (var files = FileSystems.newFileSystem(pack(work.resolve("shared")),
                Map.of("accessMode", "readOnly"))) {
            assertThat(files.isReadOnly()).isTrue();
            final var cache = FoundryCache.open(work.resolve("own"), work.resolve("home"))
                    .shared(List.of(files.getPath("/")));
            final var lights = cache.find("lights");
            assertThat(lights.directory().getFileSystem()).isSameAs(files);
            assertThat(lights.details().name()).isEqualTo("lights");
            assertThat(lights.size().files()).isEqualTo(7);
            assertThat(lights.verify().passed()).isTrue();
            lights.export(work.resolve("lights.tar"), false);
            cache.markUsed(lights);
            assertThat(cache.lastUsed(lights)).isPresent();
            assertThat(cache.importModel(work.resolve("lights.tar"), ImportOptions.DEFAULT).directory())
                    .isEqualTo(work.resolve("own/custom/lights"));
            final var doctor = Doctor.of(FoundryCache.open(files.getPath("/"), work.resolve("home")));
            assertThat(doctor.examine().listed()).hasSize(1);
            assertThat(doctor.examine().toText())
                    .isEqualTo(Doctor.of(work.resolve("shared")).examine().toText()
                            .replace(work.resolve("shared").toString(), "/"));
        }
    }
}
