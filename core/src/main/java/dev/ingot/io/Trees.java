package dev.ingot.io;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Whole directories. */
public final class Trees {

    private Trees() {}

    /**
     * Deletes a directory with everything in it; links are removed, not followed. Does nothing if it is not there.
     * The mark that makes readers skip a directory goes last.
     *
     * @param root file or directory
     * @throws IOException if something cannot be deleted
     */
    public static void delete(final Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        final Path mark = root.resolve(StagedDirectory.MARK);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                    throws IOException {
                if (!file.equals(mark)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path directory,
                    final @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (directory.equals(root)) {
                    Files.deleteIfExists(mark);
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Tells whether a directory has no entries.
     *
     * @param directory the directory
     * @return true if so
     * @throws IOException if it cannot be read
     */
    public static boolean isEmpty(final Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }
}
