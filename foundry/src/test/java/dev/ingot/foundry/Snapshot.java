package dev.ingot.foundry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that writing to a tree would change: names, sizes, times of files and directories. Permissions prove nothing
 * where tests run as root.
 */
public final class Snapshot {

    private Snapshot() {}

    /** Describes a tree. */
    public static Map<String, String> of(final Path root) throws IOException {
        final var entries = new TreeMap<String, String>();
        try (var walk = Files.walk(root)) {
            for (final Path path : (Iterable<Path>) walk::iterator) {
                final var attributes = Files.readAttributes(path, BasicFileAttributes.class,
                        LinkOption.NOFOLLOW_LINKS);
                entries.put(root.relativize(path).toString(), attributes.size() + " bytes, changed "
                        + attributes.lastModifiedTime() + ", " + attributes.fileKey());
            }
        }
        return entries;
    }
}
