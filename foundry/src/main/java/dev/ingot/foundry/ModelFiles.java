package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.Registration.Placement;
import dev.ingot.error.ModelFormatException;
import dev.ingot.error.StorageException;
import dev.ingot.io.Checksums;
import dev.ingot.io.DiskSpace;
import dev.ingot.io.Links;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a model directory on their way into a cache. Large ones are hard-linked where that is asked for and
 * possible: they cost no room and no time. Small ones are always copied, because people edit them.
 */
final class ModelFiles {

    private final Path source;
    private final Set<String> left;
    private final Map<Path, Long> sizes = new TreeMap<>();

    private ModelFiles(final Path source, final Set<String> left) {
        this.source = source;
        this.left = left;
    }

    /** Lists the files; links are followed. The source's own registration does not travel. */
    static ModelFiles of(final Path source) {
        return list(source, Set.of(InferenceModel.FILE, Checksums.FILE, StagedDirectory.MARK));
    }

    /** Lists the files of a model that stays what it is. */
    static ModelFiles registered(final Path source) {
        return list(source, Set.of(StagedDirectory.MARK));
    }

    private static ModelFiles list(final Path source, final Set<String> left) {
        final var files = new ModelFiles(source, left);
        try (var walk = Files.walk(source, FileVisitOption.FOLLOW_LINKS)) {
            for (final Path file : (Iterable<Path>) walk::iterator) {
                files.add(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StorageException("list", source, ioCause(e));
        }
        return files;
    }

    private static IOException ioCause(final Exception e) {
        return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }

    private void add(final Path file) throws IOException {
        if (Files.isDirectory(file)) {
            if (!file.equals(source) && Files.exists(file.resolve(CacheScan.GENAI))) {
                throw ModelFormatException.of(file, "no model inside another model's directory",
                        CacheScan.GENAI);
            }
            return;
        }
        final Path relative = source.relativize(file);
        if (!left.contains(relative.toString())) {
            sizes.put(relative, Files.size(file));
        }
    }

    /** Puts the files into an empty directory. */
    void place(final Path target, final Placement placement) {
        final var toCopy = new ArrayList<Path>();
        try {
            for (final var entry : sizes.entrySet()) {
                final Path file = entry.getKey();
                Files.createDirectories(parentOf(target.resolve(file)));
                final boolean link = placement != Placement.COPY && entry.getValue() >= Links.LARGE;
                if (!link || !Links.link(target.resolve(file), source.resolve(file))) {
                    toCopy.add(file);
                }
            }
            copy(toCopy, target);
        } catch (IOException e) {
            throw new StorageException("copy the model " + source + " to", target, e);
        }
    }

    private static Path parentOf(final Path file) {
        final Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private void copy(final List<Path> files, final Path target) throws IOException {
        DiskSpace.require(target, files.stream().mapToLong(file -> sizes.getOrDefault(file, 0L)).sum());
        for (final Path file : files) {
            Files.copy(source.resolve(file), target.resolve(file));
        }
    }
}
