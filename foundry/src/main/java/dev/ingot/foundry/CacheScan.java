package dev.ingot.foundry;

import dev.ingot.InferenceModel;
import dev.ingot.error.StorageException;
import dev.ingot.foundry.CachedModel.Origin;
import dev.ingot.io.AtomicFile;
import dev.ingot.io.Leftovers;
import dev.ingot.io.StagedDirectory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks a cache by the rules of Foundry Local's own scan: the direct sub-directories of the root and everything below
 * them; a directory is a model when it has genai_config.json and inference_model.json and no download.tmp, and then
 * nothing below it is looked at. Linked directories are followed, each real directory once. What cannot be read ends
 * its branch only. Siblings are visited in the order of their names.
 */
public final class CacheScan {

    static final String GENAI = "genai_config.json";

    private final Visitor visitor;
    private final Set<Path> seen = new HashSet<>();

    private CacheScan(final Visitor visitor) {
        this.visitor = visitor;
    }

    /** Is told what the walk meets. */
    public interface Visitor {

        /**
         * Takes a directory that is a model, whatever its files hold.
         *
         * @param directory the directory
         */
        void model(Path directory);

        /**
         * Takes a directory that is none, the root included; called before its children.
         *
         * @param directory the directory
         */
        default void other(final Path directory) {}

        /**
         * Takes a directory that cannot be listed.
         *
         * @param directory the directory
         * @param cause     why not
         */
        default void unreadable(final Path directory, final IOException cause) {
            System.getLogger(CacheScan.class.getName()).log(System.Logger.Level.WARNING,
                    "cannot list " + directory + ", models below it are not found", cause);
        }
    }

    /**
     * Walks a cache; one whose root does not exist is empty.
     *
     * @param root    of the cache
     * @param visitor is told what the walk meets
     */
    public static void walk(final Path root, final Visitor visitor) {
        if (Files.isDirectory(root)) {
            new CacheScan(visitor).children(root);
        }
    }

    /**
     * Tells whether readers take a directory for a model.
     *
     * @param directory the directory
     * @return true if it has both files and no mark
     */
    public static boolean isModel(final Path directory) {
        return Files.exists(directory.resolve(GENAI)) && Files.exists(directory.resolve(InferenceModel.FILE))
                && !Files.exists(directory.resolve(StagedDirectory.MARK));
    }

    /** Lists everything below a root that declares a name, in the order of the walk. */
    static List<CachedModel> models(final Path root, final Origin origin) {
        final var found = new ArrayList<CachedModel>();
        walk(root, directory -> DeclaredName.of(directory).id()
                .ifPresent(id -> found.add(new CachedModel(id, directory, origin))));
        return found;
    }

    /** Tells whether any directory below a root holds a file that is not hidden. */
    static boolean holdsFiles(final Path root) {
        final var found = new ArrayList<Path>();
        walk(root, new Visitor() {
            @Override
            public void model(final Path directory) {
                found.add(directory);
            }

            @Override
            public void other(final Path directory) {
                if (!directory.equals(root) && hasFile(directory)) {
                    found.add(directory);
                }
            }
        });
        return !found.isEmpty();
    }

    private static boolean hasFile(final Path directory) {
        try (var files = Files.newDirectoryStream(directory, file -> !Files.isDirectory(file)
                && !String.valueOf(file.getFileName()).startsWith("."))) {
            return files.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            System.getLogger(CacheScan.class.getName()).log(System.Logger.Level.DEBUG, "cannot be listed", e);
            return false;
        }
    }

    /** Undoes what dead processes left; only with the lock, so that nobody alive is at work. */
    static void clearLeftovers(final Path root) {
        final var directories = new ArrayList<Path>();
        final var models = new ArrayList<Path>();
        walk(root, new Visitor() {
            @Override
            public void model(final Path directory) {
                models.add(directory);
            }

            @Override
            public void other(final Path directory) {
                directories.add(directory);
            }
        });
        // What is linked into the cache is somebody else's to clear.
        inside(models, root).forEach(AtomicFile::clearLeftovers);
        inside(directories, root).forEach(Leftovers::clearAll);
    }

    /** A list, not a stream: clearing one directory may take another one away. */
    private static List<Path> inside(final List<Path> directories, final Path root) {
        return directories.stream().filter(it -> remains(it, root))
                .toList();
    }

    /** Who imports a model at this moment holds no lock, and may move or drop what it has made. */
    private static boolean remains(final Path directory, final Path root) {
        try {
            return Removal.isInside(directory, root);
        } catch (StorageException e) {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return false;
        }
    }

    private void visit(final Path directory) {
        if (isModel(directory)) {
            visitor.model(directory);
        } else {
            children(directory);
        }
    }

    private void children(final Path directory) {
        try {
            if (!seen.add(directory.toRealPath())) {
                return;
            }
            final var below = subdirectories(directory);
            visitor.other(directory);
            below.forEach(this::visit);
        } catch (IOException e) {
            // A directory that vanishes while we look was being removed or renamed: nothing to complain about.
            if (Files.exists(directory)) {
                visitor.unreadable(directory, e);
            }
        }
    }

    private static List<Path> subdirectories(final Path directory) throws IOException {
        final var found = new TreeSet<Path>();
        try (var entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
            entries.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new ArrayList<>(found);
    }
}
