package dev.ingot.io;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** Files replaced as a whole: temporary sibling, sync, atomic rename. */
public final class AtomicFile {

    private static final Pattern TEMPORARY = Pattern
            .compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    private AtomicFile() {}

    /**
     * Writes a text file; a reader sees the old content or the new one, never a part.
     *
     * @param file the file
     * @param text the new content
     * @throws StorageException if it cannot be written; the old content is then still there
     */
    public static void write(final Path file, final String text) {
        write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes it.
         *
         * @param output not to be closed
         * @throws IOException if it cannot be written
         */
        void writeTo(OutputStream output) throws IOException;
    }

    /**
     * Writes a file piece by piece; a reader sees the old content or the new one, never a part.
     *
     * @param file    the file
     * @param content the new content
     * @throws StorageException if it cannot be written; the old content is then still there
     */
    public static void write(final Path file, final Content content) {
        // Whoever else writes the file at the same time, in this process or another, has a temporary file of its own.
        final Path temporary = file
                .resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            writeSynced(temporary, content);
            replace(temporary, file);
            syncDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            deleteQuietly(temporary);
            throw new StorageException("write", file, e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(temporary);
            throw e;
        }
    }

    /**
     * Deletes what writers that died have left in a directory. Only for directories in which nobody writes now.
     *
     * @param directory the directory
     * @throws StorageException if it cannot be listed, or a file not be deleted
     */
    public static void clearLeftovers(final Path directory) {
        try (var files = Files.newDirectoryStream(directory,
                entry -> TEMPORARY.matcher(String.valueOf(entry.getFileName())).matches())) {
            for (final Path file : files) {
                Files.delete(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new StorageException("clear what an interrupted run left in", directory,
                    e instanceof IOException io ? io : ((DirectoryIteratorException) e).getCause());
        }
    }

    static void writeSynced(final Path file, final byte[] bytes) throws IOException {
        writeSynced(file, output -> output.write(bytes));
    }

    private static void writeSynced(final Path file, final Content content) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            content.writeTo(Channels.newOutputStream(channel));
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
