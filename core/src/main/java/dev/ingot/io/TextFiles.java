package dev.ingot.io;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads texts. */
public final class TextFiles {

    private TextFiles() {}

    /**
     * Reads a whole file.
     *
     * @param file in UTF-8
     * @return its text
     * @throws StorageException if it cannot be read, or is not UTF-8
     */
    public static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StorageException("read", file, e);
        }
    }
}
