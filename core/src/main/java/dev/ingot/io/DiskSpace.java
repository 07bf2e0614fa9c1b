package dev.ingot.io;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Room on the disk, asked for before anything is written. */
public final class DiskSpace {

    /** Room that is left free beside what is asked for, in bytes. */
    public static final long RESERVE = 16L << 20;

    private DiskSpace() {}

    /**
     * Checks that a directory's file store has room.
     *
     * @param directory where the files will be; must exist
     * @param bytes     that will be written
     * @throws StorageException if there is less room than that, with both figures
     */
    public static void require(final Path directory, final long bytes) {
        final long free;
        try {
            free = Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new StorageException("ask for free space at", directory, e);
        }
        if (free < bytes + RESERVE) {
            throw new StorageException(
                    "Not enough disk space at " + directory + ": the model needs " + megabytes(bytes)
                            + ", " + megabytes(free) + " are free");
        }
    }

    private static String megabytes(final long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
