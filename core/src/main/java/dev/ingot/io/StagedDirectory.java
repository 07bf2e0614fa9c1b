package dev.ingot.io;

import dev.ingot.error.InvalidOptionException;
import dev.ingot.error.StorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

    private static final Logger LOG = System.getLogger(StagedDirectory.class.getName());

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
            final Path real = prepared(absolute);
            Leftovers.clear(real);
            checkFree(real, overwrite);
            return new StagedDirectory(real, marked(real.resolveSibling(Leftovers.stagingName(real))),
                    overwrite);
        } catch (IOException e) {
            throw new StorageException("prepare", absolute, e);
        }
    }

    /** Follows a link, so that what it points to is replaced and not the link, and makes the parents. */
    private static Path prepared(final Path target) throws IOException {
        final Path real = Files.isSymbolicLink(target) ? target.toRealPath() : target;
        if (real.getParent() == null || (Files.exists(real) && !Files.isDirectory(real))) {
            throw new InvalidOptionException("output " + target + ": expected a directory to be made, found "
                    + (real.getParent() == null ? "the root" : "a file"));
        }
        Files.createDirectories(real.getParent());
        return real;
    }

    private static Path marked(final Path staging) throws IOException {
        Files.createDirectory(staging);
        try {
            ProcessMark.put(staging);
            return staging;
        } catch (IOException e) {
            Trees.delete(staging);
            throw e;
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
     * Brings what was written to the disk, so that {@link #publish} has little left to do: for those who hold up others
     * with it.
     *
     * @throws StorageException if that fails
     */
    public void sync() {
        try {
            sync(staging);
        } catch (IOException e) {
            throw new StorageException("write to the disk", staging, e);
        }
    }

    /**
     * Makes the directory visible under its final name.
     *
     * @throws StorageException if that fails; what was at the target before is then still there
     */
    public void publish() {
        publish(overwrite);
    }

    /**
     * Makes the directory visible under its final name, where what is there may have changed since the beginning.
     *
     * @param replacing whether a directory that is there now and not empty gives way
     * @throws StorageException if that fails; what was at the target before is then still there
     */
    public void publish(final boolean replacing) {
        final Path old = target.resolveSibling(Leftovers.oldName(target));
        try {
            sync(staging);
            final boolean replaced = Files.exists(target);
            if (replaced) {
                checkFree(target, replacing);
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            showOrRestore(old, replaced);
        } catch (IOException e) {
            throw new StorageException("publish", target, e);
        }
        published = true;
        settle(old);
    }

    private void showOrRestore(final Path old, final boolean replaced) throws IOException {
        try {
            Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(target.resolve(MARK));
        } catch (IOException e) {
            if (Files.exists(target)) {
                Files.move(target, staging, StandardCopyOption.ATOMIC_MOVE);
            }
            if (replaced) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
    }

    /** The new directory is visible; what fails now is put right by the next run. */
    private void settle(final Path old) {
        final boolean interrupted = Thread.interrupted(); // or the channels below would be closed
        try {
            AtomicFile.syncDirectory(Objects.requireNonNull(target.getParent()));
            AtomicFile.syncDirectory(target);
            deleteUnseen(old);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "left behind beside " + target, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
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
            if (Files.isDirectory(directory)) {
                ProcessMark.put(directory, directory.resolveSibling(Leftovers.stagingName(directory)));
                Trees.delete(directory);
            }
        } catch (IOException e) {
            throw new StorageException("remove", directory, e);
        }
    }

    /** Deletes what has a name that no reader takes for a model's. */
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
