package dev.ingot.io;

import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Second names for large files: they cost no room and no time. Small files are copied, because people edit them.
 */
public final class Links {

    /** From this size on a file is linked, in bytes. */
    public static final long LARGE = 1L << 20;

    private Links() {}

    /**
     * Gives a file a second name where the file system allows it; another disk, a file system without links and a file
     * that belongs to somebody else do not.
     *
     * @param link     the new name
     * @param existing the file; a symbolic link is followed
     * @return whether it was done
     */
    public static boolean link(final Path link, final Path existing) {
        try {
            Files.createLink(link, existing.toRealPath());
            return true;
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            System.getLogger(Links.class.getName()).log(System.Logger.Level.DEBUG,
                    "cannot link " + existing + ", copying it", e);
            return false;
        }
    }

    /**
     * Links a large file, copies a small one or one that cannot be linked. Makes the directories above.
     *
     * @param existing the file
     * @param target   where it shall be as well
     * @throws StorageException if it can be neither
     */
    public static void linkOrCopy(final Path existing, final Path target) {
        try {
            final Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (Files.size(existing) < LARGE || !link(target, existing)) {
                Files.copy(existing, target);
            }
        } catch (IOException e) {
            throw new StorageException("copy to", target, e);
        }
    }
}
