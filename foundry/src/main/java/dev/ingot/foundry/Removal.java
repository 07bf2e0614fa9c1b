package dev.ingot.foundry;

import dev.ingot.error.RegistryException;
import dev.ingot.error.StorageException;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes a model's directory away; of a linked one, which belongs to somebody else, only the link. */
final class Removal {

    private Removal() {}

    /**
     * Checks that a model's directory may be taken away or moved: that nothing goes with it that is not the model's.
     *
     * @param directory of the model
     * @param root      of the cache
     * @throws RegistryException if it lies in a directory that is linked into the cache, or another model lies in it
     */
    static void check(final Path directory, final Path root) {
        if (Files.isSymbolicLink(directory)) {
            return; // the link is the cache's, whatever it leads to
        }
        if (!isInside(directory, root)) {
            throw new RegistryException("the model " + directory
                    + " lies in a directory that is linked into the cache: change it there");
        }
        CacheScan.walk(directory, inner -> {
            throw new RegistryException("another model lies in " + directory + ": " + inner
                    + "; move or remove that one first");
        });
    }

    /** Tells whether a directory lies below the cache's root, and not behind a link that leads out of it. */
    static boolean isInside(final Path directory, final Path root) {
        try {
            return directory.toRealPath().startsWith(root.toRealPath());
        } catch (IOException e) {
            throw new StorageException("look up", directory, e);
        }
    }

    static void of(final Path directory) {
        if (Files.isSymbolicLink(directory)) {
            try {
                Files.delete(directory);
            } catch (IOException e) {
                throw new StorageException("remove the link", directory, e);
            }
        } else {
            StagedDirectory.remove(directory);
        }
    }
}
