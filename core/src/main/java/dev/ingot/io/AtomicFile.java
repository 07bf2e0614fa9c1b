package dev.ingot.io;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Small files replaced as a whole: temporary sibling, sync, atomic rename. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a text file; a reader sees the old content or the new one, never a part.
     *
     * @param file the file
     * @param text the new content
     * @throws StorageException if it cannot be written; the old content is then still there
     */
    public static void write(final Path file, final String text) {
        final Path temporary = file
                .resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            writeSynced(temporary, text.getBytes(StandardCharsets.UTF_8));
            replace(temporary, file);
            syncDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw new StorageException("write", file, e);
        }
    }

    static void writeSynced(final Path file, final byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            final var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void replace(final Path from, final Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger(AtomicFile.class.getName()).log(System.Logger.Level.WARNING,
                    "left behind: " + file, e);
        }
    }

    /**
     * Makes renames inside a directory durable, where the system can (Windows cannot open directories, and needs not).
     *
     * @param directory the directory
     * @throws IOException if syncing fails on a system that supports it
     */
    static void syncDirectory(final Path directory) throws IOException {
        if (!System.getProperty("os.name", "").startsWith("Windows")) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
