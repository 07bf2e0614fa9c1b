package dev.ingot.quality;

import dev.ingot.error.StorageException;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a model takes on disk. */
final class DirectorySize {

    private DirectorySize() {}

    /** Returns the bytes of all files; the mark of a directory that is not published does not count. */
    static long of(final Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(directory.resolve(StagedDirectory.MARK)))
                    .mapToLong(DirectorySize::size).sum();
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        } catch (UncheckedIOException e) {
            throw new StorageException("list", directory, e.getCause());
        }
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
