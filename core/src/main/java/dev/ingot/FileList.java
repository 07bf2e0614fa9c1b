package dev.ingot;

import dev.ingot.error.IngotException;
import dev.ingot.error.StorageException;
import dev.ingot.io.AtomicFile;
import dev.ingot.io.Digests;
import dev.ingot.json.JsonFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a kept conversion with a hash of each.
 *
 * @param hashes SHA-256 by name relative to the directory, with slashes
 */
record FileList(Map<String, String> hashes) {

    private static final String NAME = "ingot-files.json";

    /** Lists a directory that holds a whole model. */
    static FileList of(final Path directory) {
        final var hashes = new TreeMap<String, String>();
        try (var walk = Files.walk(directory)) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> hashes.put(
                            directory.relativize(file).toString().replace('\\', '/'), Digests.sha256(file)));
        } catch (IOException e) {
            throw new StorageException("list", directory, e);
        } catch (UncheckedIOException e) {
            throw new StorageException("list", directory, e.getCause());
        }
        return new FileList(hashes);
    }

    /** Reads the list that a directory holds; a list that is missing or damaged is none. */
    static Optional<FileList> readIn(final Path directory) {
        final Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            final var hashes = new TreeMap<String, String>();
            JsonFiles.read(file).asMap().forEach((name, hash) -> hashes.put(name, String.valueOf(hash)));
            return Optional.of(new FileList(hashes));
        } catch (IngotException e) {
            System.getLogger(FileList.class.getName()).log(System.Logger.Level.DEBUG, "damaged list", e);
            return Optional.empty();
        }
    }

    void writeIn(final Path directory) {
        AtomicFile.write(directory.resolve(NAME), JsonFiles.pretty(hashes, 2));
    }

    Set<String> names() {
        return hashes.keySet();
    }

    /** Tells whether a directory has all these files with the same content. */
    boolean matches(final Path directory) {
        return !hashes.isEmpty() && hashes.entrySet().stream().allMatch(entry -> {
            final Path file = directory.resolve(entry.getKey()).normalize();
            return file.startsWith(directory.normalize()) && Files.isRegularFile(file)
                    && Digests.sha256(file).equals(entry.getValue());
        });
    }
}
