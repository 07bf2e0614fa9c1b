package dev.ingot.foundry;

import dev.ingot.error.StorageException;
import dev.ingot.io.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How much room files take.
 *
 * @param files how many there are
 * @param bytes what they hold, a file that has several names counted once
 * @param own   what deleting them would free: files without a name elsewhere
 */
public record ModelSize(int files, long bytes, long own) {

    static ModelSize of(final Path directory) {
        return ofAll(List.of(directory));
    }

    /**
     * Looks how much room several models take together.
     *
     * @param models those of a cache
     * @return files and bytes, a file that several of them share counted once
     * @throws StorageException if they cannot be listed
     */
    public static ModelSize of(final Collection<CachedModel> models) {
        return ofAll(models.stream().map(CachedModel::directory).toList());
    }

    private static ModelSize ofAll(final Collection<Path> directories) {
        final Set<Object> seen = new HashSet<>();
        int files = 0;
        long bytes = 0;
        long own = 0;
        for (final Path directory : directories) {
            for (final String name : Checksums.names(directory)) {
                final Path file = directory.resolve(name);
                final var attributes = attributes(file);
                files++;
                if (attributes.fileKey() == null || seen.add(attributes.fileKey())) {
                    bytes += attributes.size();
                    own += isShared(file) ? 0 : attributes.size();
                }
            }
        }
        return new ModelSize(files, bytes, own);
    }

    private static BasicFileAttributes attributes(final Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new StorageException("look up", file, e);
        }
    }

    /** Systems without such names do not know the attribute. */
    private static boolean isShared(final Path file) {
        try {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    && Files.getAttribute(file, "unix:nlink") instanceof Integer links && links > 1;
        } catch (IOException e) {
            throw new StorageException("look up", file, e);
        }
    }
}
