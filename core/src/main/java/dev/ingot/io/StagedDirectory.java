package dev.ingot.io;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A directory that becomes visible whole or not at all. It grows under a temporary name beside its target and holds
 * the file {@code download.tmp} from its first moment to its last; every Foundry reader skips a directory with that
 * file. {@link #publish} syncs it, renames it and only then removes the mark.
 *
 * <pre>
 * .NAME.ingot-new-PID-START-N/   mark + files    growing
 * .NAME.ingot-old-PID-START-N/   files           what is being replaced, until the new one is in its place
 * NAME/                          mark + files    after the rename
 * NAME/                          files           visible
 * </pre>
 *
 * <p>A process that dies at any of these moments leaves something that {@link Leftovers#clear} undoes; the next run
 * over the same target begins with that. Not thread-safe.
 */
public final class StagedDirectory implements AutoCloseable {

    /** Name of the file that makes every Foundry reader skip a directory. */
    public static final String MARK = "download.tmp";

    /** Windows syncs only what is open for writing; elsewhere reading is enough, and files may be read-only. */
    private static final StandardOpenOption SYNC_MODE = System.getProperty("os.name", "")
            .startsWith("Windows")
                    ? StandardOpenOption.WRITE
                    : StandardOpenOption.READ;

    private final Path target;
    private final Path staging;
    private final boolean overwrite;
    private boolean published;

    private StagedDirectory(final Path target, final Path staging, final boolean overwrite) {
        this.target = target;
        this.staging = staging;
        this.overwrite = overwrite;
    }

    /**
     * Begins a directory.
     *
     * @param target    where it shall appear; its parents are made
     * @param overwrite whether a directory that is there and not empty gives way at {@link #publish}
     * @return the staged directory, empty but for the mark
     * @throws InvalidOptionException if the target is there, not empty, and must not give way
     * @throws StorageException       if the temporary sibling cannot be made
     */
    public static StagedDirectory begin(final Path target, final boolean overwrite) {
        final Path absolute = target.toAbsolutePath().normalize();
        try {
            Files.createDirectories(Objects.requireNonNull(absolute.getParent(), "target has no parent"));
            Leftovers.clear(absolute);
            checkFree(absolute, overwrite);
            final Path staging = absolute.resolveSibling(Leftovers.stagingName(absolute));
            Files.createDirectory(staging);
            ProcessMark.put(staging);
            return new StagedDirectory(absolute, staging, overwrite);
        } catch (IOException e) {
            throw new StorageException("prepare", absolute, e);
        }
    }

    private static void checkFree(final Path target, final boolean overwrite) throws IOException {
        if (!overwrite && Files.exists(target) && !(Files.isDirectory(target) && Trees.isEmpty(target))) {
            throw new InvalidOptionException(
                    "output " + target
                            + " exists and is not empty: choose another directory or ask for overwriting");
        }
    }

    /**
     * Returns where to write.
     *
     * @return the temporary directory
     */
    public Path path() {
        return staging;
    }

    /**
     * Makes the directory visible under its final name.
     *
     * @throws StorageException if that fails; what was at the target before is then still there
     */
    public void publish() {
        try {
            sync(staging);
            final Path old = target.resolveSibling(Leftovers.oldName(target));
            final boolean replaced = Files.exists(target);
            if (replaced) {
                checkFree(target, overwrite);
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            renameOrRestore(old, replaced);
            Files.delete(target.resolve(MARK));
            AtomicFile.syncDirectory(target);
            published = true;
            deleteUnseen(old);
        } catch (IOException e) {
            throw new StorageException("publish", target, e);
        }
    }

    private void renameOrRestore(final Path old, final boolean replaced) throws IOException {
        try {
            Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.syncDirectory(Objects.requireNonNull(target.getParent()));
        } catch (IOException e) {
            if (replaced && !Files.exists(target)) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
    }

    /**
     * Removes a directory so that no reader sees a part of it: marked first, the mark goes last.
     *
     * @param directory the directory; nothing happens if it is not there
     * @throws StorageException if something cannot be deleted
     */
    public static void remove(final Path directory) {
        try {
            deleteUnseen(directory);
        } catch (IOException e) {
            throw new StorageException("remove", directory, e);
        }
    }

    static void deleteUnseen(final Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            ProcessMark.put(directory);
            Trees.delete(directory);
        }
    }

    private static void sync(final Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    try (var channel = FileChannel.open(file, SYNC_MODE)) {
                        channel.force(true);
                    }
                } else {
                    AtomicFile.syncDirectory(file);
                }
            }
        }
    }

    /** Removes everything unless it was published. */
    @Override
    public void close() {
        if (!published) {
            try {
                Trees.delete(staging);
            } catch (IOException e) {
                throw new StorageException("remove", staging, e);
            }
        }
    }
}
