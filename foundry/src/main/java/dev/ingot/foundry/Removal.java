package dev.ingot.foundry;

import dev.ingot.error.StorageException;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes a model's directory away; of a linked one, which belongs to somebody else, only the link. */
final class Removal {

    private Removal() {}

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
